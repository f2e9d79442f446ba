//! The true people of a block: its residents by household, then everyone else who stands in some file.
//!
//! Residents depend on the seed alone. The others (departed, dead, unregistered) depend on the error rates too; they
//! come last, so that changing a rate changes no resident.

use jiff::ToSpan;
use jiff::civil::Date;

use super::dice::{Dice, Stream};
use super::health::campaign;
use super::household::{Member, household};
use super::identity::CccdSerials;
use super::insured::enrol;
use super::layout::{BLOCK_HOUSEHOLDS, BLOCK_PERSONS, Block};
use super::names::name;
use super::person::{Groups, Person, Poverty, Relation, Sex, Standing};
use super::profile::CommuneProfile;
use super::rates::ErrorKind as E;
use super::report::Slips;
use super::world::World;

/// The last birth year whose bearers can have had a paper CMND (issued from 14 years of age until 2021).
const CMND_BIRTH_YEAR_MAX: i16 = 2002;

/// Makes persons of one block.
pub struct People<'a> {
    world: &'a World,
    commune: &'a CommuneProfile,
    block: Block,
    serials: CccdSerials<'a>,
    pub persons: Vec<Person>,
}

/// What the members of a household have in common.
struct Home {
    number: u64,
    hamlet: usize,
    poverty: Poverty,
    standing: Standing,
    kin: std::ops::Range<usize>,
}

impl<'a> People<'a> {
    /// The residents of the block, exactly as many as it says. A smaller count gives the same first households.
    pub fn residents(world: &'a World, block: Block) -> Self {
        let mut people = Self {
            world,
            commune: &world.communes[block.commune],
            block,
            serials: CccdSerials::new(&world.scramble, block.index, world.block_count),
            persons: Vec::with_capacity(block.residents as usize + 64),
        };
        let mut ordinal = 0;
        while (people.persons.len() as u64) < block.residents {
            people.add_household(ordinal);
            ordinal += 1;
        }
        people
    }

    fn add_household(&mut self, ordinal: u64) {
        let mut dice = Dice::new(
            self.world.seed,
            Stream::Household,
            self.block.index,
            ordinal,
        );
        let first = self.persons.len();
        let room = self.block.residents as usize - first;
        let hamlet = self.hamlet_at(first as u64);
        let mut members = household(self.commune, hamlet, &mut dice);
        members.truncate(room);
        let home = Home {
            number: self.block.index * BLOCK_HOUSEHOLDS + ordinal,
            hamlet,
            poverty: poverty(self.commune, &mut dice),
            standing: Standing::Permanent,
            kin: first..first + members.len(),
        };
        for member in members {
            let standing = dice.weighted(&[
                (Standing::Permanent, 0.95),
                (Standing::Temporary, 0.03),
                (Standing::TemporarilyAway, 0.02),
            ]);
            self.add_member(
                member,
                &Home {
                    standing,
                    kin: home.kin.clone(),
                    ..home
                },
                &mut dice,
            );
        }
    }

    /// Hamlets follow one another in the order of households.
    fn hamlet_at(&self, within_block: u64) -> usize {
        let position = (self.block.offset + within_block) * self.commune.hamlets.len() as u64;
        (position / self.commune.residents) as usize
    }

    fn add_member(&mut self, member: Member, home: &Home, dice: &mut Dice) {
        let drawn = birth(self.world.as_of, member.age_years, dice);
        let birth = self
            .persons
            .last()
            .filter(|_| member.is_twin)
            .map_or(drawn, |twin| twin.birth);
        let number = self.block.index * BLOCK_PERSONS + self.persons.len() as u64;
        let scramble = &self.world.scramble;
        let mut person = Person {
            number,
            name: member.name,
            sex: member.sex,
            birth,
            is_birth_year_only: false,
            age_years: member.age_years,
            ethnic: member.ethnic,
            relation: member.relation,
            standing: home.standing,
            household: home.number,
            kin: home.kin.clone(),
            hamlet: home.hamlet,
            poverty: home.poverty,
            groups: Groups::default(),
            cccd: self.serials.next(member.sex, birth),
            cmnd: (birth.year() <= CMND_BIRTH_YEAR_MAX).then(|| scramble.cmnd(number)),
            bhxh: scramble.bhxh(number),
            phone: scramble.phone(home.number, u64::from(dice.chance(0.35))),
            insured: None,
            is_planned: false,
            exam: None,
            record: None,
            is_pupil_on_roster: false,
            is_worker_on_roster: false,
        };
        enrol(&mut person, self.commune, self.world.as_of, dice);
        campaign(&mut person, self.commune, self.world.as_of, dice);
        self.persons.push(person);
    }

    /// Adds the dead, the departed and the unregistered, and forgets birth days that no register knows.
    pub fn add_others(&mut self, slips: &mut Slips<'_>) {
        let as_of = self.world.as_of;
        for host in 0..self.persons.len() {
            if slips.strikes(E::Died) {
                let day = as_of.saturating_sub(slips.dice.between(3, 400).days());
                let age = slips.dice.between(58, 92);
                self.add_other(host, age, Standing::Died(day), slips);
            }
            if slips.strikes(E::MovedOut) {
                let day = as_of.saturating_sub(slips.dice.between(3, 400).days());
                let age = slips.dice.between(17, 45);
                self.add_other(host, age, Standing::MovedOut(day), slips);
            }
            if slips.strikes(E::InNoRegister) {
                let age = slips.dice.weighted(&[(0, 0.2), (18, 0.5), (45, 0.3)])
                    + slips.dice.between(0, 20);
                self.add_other(host, age, Standing::Unregistered, slips);
            }
        }
        for person in self
            .persons
            .iter_mut()
            .filter(|person| person.age_years >= 60)
        {
            person.is_birth_year_only = slips.strikes(E::BirthYearOnlyRegister);
        }
    }

    fn add_other(
        &mut self,
        host: usize,
        age_years: i32,
        standing: Standing,
        slips: &mut Slips<'_>,
    ) {
        let dice = &mut slips.dice;
        let host = &self.persons[host];
        let sex = if dice.chance(0.5) {
            Sex::Male
        } else {
            Sex::Female
        };
        let member = Member {
            name: name(host.name.family, host.ethnic, sex, dice),
            sex,
            ethnic: host.ethnic,
            age_years,
            is_twin: false,
            relation: Relation::Other,
        };
        let home = Home {
            number: host.household,
            hamlet: host.hamlet,
            poverty: host.poverty,
            standing,
            kin: host.kin.clone(),
        };
        self.add_member(member, &home, dice);
        if let Some(gone) = self
            .persons
            .last_mut()
            .filter(|person| !person.standing.is_present())
        {
            forget_card(gone, dice);
        }
    }
}

/// Most cards of people who died or left were withdrawn.
fn forget_card(gone: &mut Person, dice: &mut Dice) {
    if dice.chance(0.6) {
        gone.insured = None;
    }
}

fn birth(as_of: Date, age_years: i32, dice: &mut Dice) -> Date {
    as_of
        .saturating_sub(age_years.years())
        .saturating_sub(dice.between(0, 364).days())
}

fn poverty(commune: &CommuneProfile, dice: &mut Dice) -> Poverty {
    let other = 1.0 - commune.poor_share - commune.near_poor_share;
    dice.weighted(&[
        (Poverty::Poor, commune.poor_share),
        (Poverty::NearPoor, commune.near_poor_share),
        (Poverty::None, other),
    ])
}
