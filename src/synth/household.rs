//! Who lives together: couples, children, grandparents, and now and then twins.

use super::dice::Dice;
use super::names::{family, name};
use super::person::{Ethnic, Name, Relation, Sex};
use super::profile::CommuneProfile;

/// A member before birth day and numbers are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    pub name: Name,
    pub sex: Sex,
    pub ethnic: Ethnic,
    pub age_years: i32,
    /// Twin of the member before.
    pub is_twin: bool,
    pub relation: Relation,
}

/// Share of births that are twins.
const TWIN_SHARE: f64 = 0.012;
/// Share of sons who bear exactly their father's name.
const NAMESAKE_SHARE: f64 = 0.002;
/// Share of couples of one group, others marry across groups.
const SAME_GROUP_SHARE: f64 = 0.8;
/// Largest household.
pub const MEMBERS_MAX: usize = 8;

#[derive(Clone, Copy)]
enum Shape {
    Family,
    ThreeGenerations,
    OldCouple,
    OldAlone,
    YoungCouple,
    Alone,
    LoneParent,
}

/// The members of one household, head first.
pub fn household(commune: &CommuneProfile, hamlet: usize, dice: &mut Dice) -> Vec<Member> {
    let ethnic = if dice.chance(0.85) {
        commune.hamlets[hamlet].ethnic
    } else {
        dice.weighted(&commune.mix)
    };
    let shape = dice.weighted(&[
        (Shape::Family, 0.43),
        (Shape::ThreeGenerations, 0.27),
        (Shape::OldCouple, 0.10),
        (Shape::OldAlone, 0.05),
        (Shape::YoungCouple, 0.05),
        (Shape::Alone, 0.05),
        (Shape::LoneParent, 0.05),
    ]);
    let mut members = Vec::with_capacity(MEMBERS_MAX);
    match shape {
        Shape::Family | Shape::ThreeGenerations => {
            let mother_age = dice.between(21, 48);
            couple(&mut members, ethnic, mother_age, commune, dice);
            children(&mut members, mother_age, dice);
        }
        Shape::OldCouple => couple(&mut members, ethnic, old_age(dice), commune, dice),
        Shape::YoungCouple => couple(&mut members, ethnic, dice.between(19, 52), commune, dice),
        Shape::OldAlone => alone(&mut members, ethnic, old_age(dice) + 3, 0.3, dice),
        Shape::Alone => alone(&mut members, ethnic, dice.between(20, 58), 0.65, dice),
        Shape::LoneParent => {
            let age = dice.between(25, 50);
            alone(&mut members, ethnic, age, 0.25, dice);
            children(&mut members, age, dice);
        }
    }
    if matches!(shape, Shape::ThreeGenerations) {
        grandparents(&mut members, ethnic, dice);
    }
    members.truncate(MEMBERS_MAX);
    members
}

fn old_age(dice: &mut Dice) -> i32 {
    dice.between(50, 74)
        + if dice.chance(0.3) {
            dice.between(0, 16)
        } else {
            0
        }
}

fn couple(
    members: &mut Vec<Member>,
    ethnic: Ethnic,
    wife_age: i32,
    commune: &CommuneProfile,
    dice: &mut Dice,
) {
    let wife_ethnic = if dice.chance(SAME_GROUP_SHARE) {
        ethnic
    } else {
        dice.weighted(&commune.mix)
    };
    let husband_age = (wife_age + dice.between(-1, 6)).max(20);
    let husband_name = name(family(ethnic, dice), ethnic, Sex::Male, dice);
    let wife_name = name(family(wife_ethnic, dice), wife_ethnic, Sex::Female, dice);
    let husband = member(husband_name, Sex::Male, ethnic, husband_age);
    let wife = member(wife_name, Sex::Female, wife_ethnic, wife_age);
    let (head, mut partner) = if dice.chance(0.82) {
        (husband, wife)
    } else {
        (wife, husband)
    };
    partner.relation = if partner.sex == Sex::Female {
        Relation::Wife
    } else {
        Relation::Husband
    };
    members.extend([head, partner]);
}

fn alone(members: &mut Vec<Member>, ethnic: Ethnic, age: i32, male_share: f64, dice: &mut Dice) {
    let sex = if dice.chance(male_share) {
        Sex::Male
    } else {
        Sex::Female
    };
    members.push(member(
        name(family(ethnic, dice), ethnic, sex, dice),
        sex,
        ethnic,
        age,
    ));
}

fn member(name: Name, sex: Sex, ethnic: Ethnic, age_years: i32) -> Member {
    Member {
        name,
        sex,
        ethnic,
        age_years,
        is_twin: false,
        relation: Relation::Head,
    }
}

/// Children of the first members who still live at home, eldest first.
fn children(members: &mut Vec<Member>, mother_age: i32, dice: &mut Dice) {
    let parent = members
        .iter()
        .copied()
        .find(|m| m.sex == Sex::Male)
        .unwrap_or(members[0]);
    let large = matches!(parent.ethnic, Ethnic::Mong | Ethnic::Dao | Ethnic::LoLo);
    let count = dice.weighted(&[
        (1, 0.18),
        (2, if large { 0.34 } else { 0.60 }),
        (3, if large { 0.32 } else { 0.18 }),
        (4, 0.06),
    ]);
    let mut age = mother_age - dice.between(18, 28);
    for _ in 0..count {
        if (0..=22).contains(&age) {
            let child = child(&parent, age, dice);
            members.push(child);
            if dice.chance(TWIN_SHARE) {
                members.push(Member {
                    is_twin: true,
                    ..self::child(&parent, age, dice)
                });
            }
        }
        age -= dice.between(2, 5);
    }
}

fn child(parent: &Member, age_years: i32, dice: &mut Dice) -> Member {
    let sex = if dice.chance(0.525) {
        Sex::Male
    } else {
        Sex::Female
    };
    let is_namesake = sex == Sex::Male && parent.sex == Sex::Male && dice.chance(NAMESAKE_SHARE);
    let own = name(parent.name.family, parent.ethnic, sex, dice);
    let name = if is_namesake { parent.name } else { own };
    Member {
        relation: Relation::Child,
        ..member(name, sex, parent.ethnic, age_years)
    }
}

/// The father's parents, as far as they are alive.
fn grandparents(members: &mut Vec<Member>, ethnic: Ethnic, dice: &mut Dice) {
    let parent = members
        .iter()
        .copied()
        .find(|m| m.sex == Sex::Male)
        .unwrap_or(members[0]);
    let mother_age = parent.age_years + dice.between(19, 28);
    let father_age = mother_age + dice.between(0, 5);
    if dice.chance(alive_share(mother_age, 1.0)) {
        let name = name(family(ethnic, dice), ethnic, Sex::Female, dice);
        members.push(Member {
            relation: Relation::Mother,
            ..member(name, Sex::Female, ethnic, mother_age)
        });
    }
    if dice.chance(alive_share(father_age, 0.85)) {
        let name = name(parent.name.family, ethnic, Sex::Male, dice);
        members.push(Member {
            relation: Relation::Father,
            ..member(name, Sex::Male, ethnic, father_age)
        });
    }
}

fn alive_share(age: i32, at_best: f64) -> f64 {
    at_best * (1.0 - (f64::from(age - 50) / 50.0).clamp(0.0, 1.0).powf(1.5))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::embedded;
    use crate::synth::dice::Stream;
    use crate::synth::profile::profile;

    fn sample() -> Vec<Vec<Member>> {
        let units = embedded::administrative_units();
        let commune = units
            .commune("01774")
            .map(|c| profile(c, 0, 5000, &units, 1));
        let commune = commune.as_ref().expect("Tam Kim is in the list");
        let one = |h| {
            household(
                commune,
                h as usize % commune.hamlets.len(),
                &mut Dice::new(1, Stream::Household, 0, h),
            )
        };
        (0..4000).map(one).collect()
    }

    #[test]
    fn households_are_of_one_to_eight_and_parents_older_than_children() {
        for members in sample() {
            assert!((1..=MEMBERS_MAX).contains(&members.len()));
            let head = members[0];
            assert_eq!(head.relation, Relation::Head);
            for m in &members {
                assert!((0..=106).contains(&m.age_years), "{m:?}");
                match m.relation {
                    Relation::Child => {
                        assert!(head.age_years - m.age_years >= 15, "{head:?} {m:?}")
                    }
                    Relation::Father | Relation::Mother => {
                        assert!(m.age_years - head.age_years >= 11, "{head:?} {m:?}")
                    }
                    _ => {}
                }
            }
        }
    }

    /// Census 2019, northern uplands: mean household about 3.8, under 15 about 28 %, 60 and over about 11 %.
    #[test]
    fn ages_and_sizes_are_those_of_the_uplands() {
        let households = sample();
        let people: Vec<Member> = households.iter().flatten().copied().collect();
        let share = |holds: fn(&Member) -> bool| {
            people.iter().filter(|m| holds(m)).count() as f64 / people.len() as f64
        };
        let mean = people.len() as f64 / households.len() as f64;
        assert!((3.0..4.2).contains(&mean), "{mean}");
        let (young, old) = (share(|m| m.age_years < 15), share(|m| m.age_years >= 60));
        assert!(
            (0.2..0.32).contains(&young) && (0.09..0.18).contains(&old),
            "{young} {old}"
        );
        let male = share(|m| m.sex == Sex::Male);
        assert!((0.47..0.53).contains(&male), "{male}");
    }

    #[test]
    fn twins_share_the_age_and_namesakes_happen() {
        let households = sample();
        let pairs: Vec<_> = households
            .iter()
            .flat_map(|h| h.windows(2))
            .filter(|pair| pair[1].is_twin)
            .collect();
        assert!(
            !pairs.is_empty()
                && pairs
                    .iter()
                    .all(|pair| pair[0].age_years == pair[1].age_years)
        );
        let namesakes = households
            .iter()
            .filter(|h| h.iter().skip(1).any(|m| m.name == h[0].name));
        assert!(namesakes.count() > 0);
    }
}
