//! One block of people, and everything it contributes to the files.

use super::dice::{Dice, Stream};
use super::extract::{Rows, employer, insurance, kin, plan, records, residents, school, screening};
use super::layout::Block;
use super::people::People;
use super::person::Person;
use super::profile::CommuneProfile;
use super::rates::ErrorKind as E;
use super::report::{Slips, Tally};
use super::roster::{RosterKind, RosterRow};
use super::sheet::Format;
use super::world::World;

/// What one block contributes; bounded by the block's size.
#[derive(Default)]
pub struct BlockRows {
    pub residents: Rows,
    pub insurance: Rows,
    pub records: Rows,
    /// By [`RosterKind`], in order of hamlet.
    pub rosters: [Vec<RosterRow>; 4],
    pub person_count: u64,
    pub planned_count: u64,
    pub tally: Tally,
}

/// Residents of another block from whom guests are taken.
const GUEST_POOL_RESIDENTS: u64 = 48;

/// Invents a block and writes its rows. Depends on nothing but its arguments.
pub fn rows(world: &World, blocks: &[Block], block: Block) -> BlockRows {
    let slips = |stream| Slips {
        rates: &world.rates,
        dice: Dice::new(world.seed, stream, block.index, u64::MAX),
        tally: Tally::default(),
    };
    let mut people = People::residents(world, block);
    let mut birth_slips = slips(Stream::Extras);
    people.add_others(&mut birth_slips);
    let mut scribe = Scribe {
        world,
        commune: &world.communes[block.commune],
        block,
        slips: slips(Stream::Errors),
        rows: BlockRows {
            person_count: people.persons.len() as u64,
            ..BlockRows::default()
        },
    };
    for person in &people.persons {
        scribe.central_extracts(person);
        scribe.rosters(person, kin(person, &people.persons));
    }
    scribe.guests(
        blocks,
        people.persons.first().map_or(0, |person| person.hamlet),
    );
    let mut rows = scribe.rows;
    rows.rosters
        .iter_mut()
        .for_each(|roster| roster.sort_by_key(|row| row.hamlet));
    rows.tally.add(&birth_slips.tally);
    rows.tally.add(&scribe.slips.tally);
    rows
}

/// Writes people into the extracts of one commune.
struct Scribe<'a> {
    world: &'a World,
    commune: &'a CommuneProfile,
    block: Block,
    slips: Slips<'a>,
    rows: BlockRows,
}

impl Scribe<'_> {
    fn central_extracts(&mut self, person: &Person) {
        residents::write(
            &mut self.rows.residents,
            person,
            self.commune,
            &mut self.slips,
        );
        insurance::write(
            &mut self.rows.insurance,
            person,
            self.commune,
            &mut self.slips,
        );
        records::write(
            &mut self.rows.records,
            person,
            self.commune,
            &mut self.slips,
        );
    }

    fn rosters(&mut self, person: &Person, kin: &[Person]) {
        self.rows.planned_count += u64::from(person.is_planned);
        if person.is_planned {
            self.plan(person, kin, person.hamlet);
            if self.slips.strikes(E::DuplicateWithinCommune) {
                self.plan(person, kin, person.hamlet);
            }
        }
        if person.exam.is_some() {
            self.screening(person, kin, person.hamlet);
            if self.slips.strikes(E::DuplicateWithinCommune) {
                self.screening(person, kin, person.hamlet);
            }
        }
        if person.is_pupil_on_roster {
            let layout = self.world.layout(self.block.commune, RosterKind::School);
            let row = school::row(person, kin, self.commune, layout, &mut self.slips);
            self.push(RosterKind::School, row);
        }
        if person.is_worker_on_roster {
            let layout = self.world.layout(self.block.commune, RosterKind::Employer);
            let row = employer::row(person, kin, self.commune, layout, &mut self.slips);
            self.push(RosterKind::Employer, row);
        }
    }

    fn plan(&mut self, person: &Person, kin: &[Person], hamlet: usize) {
        let layout = self.world.layout(self.block.commune, RosterKind::Plan);
        let row = plan::row(person, kin, hamlet, self.commune, layout, &mut self.slips);
        self.push(RosterKind::Plan, row);
    }

    /// Keeps a row; in CSV a few end early, by one or two cells.
    fn push(&mut self, kind: RosterKind, mut row: RosterRow) {
        let format = self.world.layout(self.block.commune, kind).format;
        if format != Format::Xlsx && self.slips.strikes(E::ShortRow) {
            row.cells
                .truncate(row.cells.len() - 1 - self.slips.dice.below(2) as usize);
        }
        self.rows.rosters[kind as usize].push(row);
    }

    fn screening(&mut self, person: &Person, kin: &[Person], hamlet: usize) {
        let Some(exam) = &person.exam else { return };
        let place = screening::Place {
            commune: self.commune,
            hamlet,
            layout: self.world.layout(self.block.commune, RosterKind::Screening),
            as_of: self.world.as_of,
        };
        let row = screening::row(person, exam, kin, &place, &mut self.slips);
        self.push(RosterKind::Screening, row);
    }

    /// People of other communes who stand on this commune's rosters as well: one draw per person on the block's list.
    ///
    /// They are taken from the first households of another block, which are cheap to invent again.
    fn guests(&mut self, blocks: &[Block], hamlet: usize) {
        let expected = (0..self.rows.planned_count)
            .filter(|_| self.slips.strikes(E::DuplicateAcrossCommunes))
            .count();
        let pool = match expected {
            0 => return,
            _ => self.guest_pool(blocks),
        };
        let planned: Vec<&Person> = pool.iter().filter(|person| person.is_planned).collect();
        for guest in planned.iter().take(expected) {
            self.plan(guest, kin(guest, &pool), hamlet);
            self.screening(guest, kin(guest, &pool), hamlet);
        }
    }

    fn guest_pool(&mut self, blocks: &[Block]) -> Vec<Person> {
        let first = blocks.partition_point(|other| other.commune < self.block.commune);
        let end = blocks.partition_point(|other| other.commune <= self.block.commune);
        let elsewhere = blocks.len() - (end - first);
        if elsewhere == 0 {
            return Vec::new();
        }
        let nth = self.slips.dice.below(elsewhere as u32) as usize;
        let donor = blocks[if nth < first { nth } else { nth + end - first }];
        let residents = donor.residents.min(GUEST_POOL_RESIDENTS);
        let mut pool = People::residents(self.world, Block { residents, ..donor }).persons;
        // The last household may have been cut short by the limit; its members would differ from the donor's.
        let whole = pool.last().map_or(0, |person| {
            if residents < donor.residents {
                person.kin.start
            } else {
                person.kin.end
            }
        });
        pool.truncate(whole);
        pool
    }
}
