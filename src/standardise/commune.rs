//! Commune codes and names, by the lists of their day.
//!
//! A code means nothing without its list. Codes are read as of the list in force since 2025-07-01; one that
//! is not in it, and one beside a name that only the earlier list gives it, is an old code and is carried
//! to its successor where there is exactly one. A name that leads to several communes is left undecided. Beside the
//! commune in force stands the former one, where the row names that without doubt.

mod former;

use std::borrow::Cow;

use self::former::{Naming, former_commune};
use super::ditto::is_ditto;
use super::noise::{Digits, digits};
use crate::domain::fast_map::FastMap;
use crate::domain::{CommuneCode, FormerCommuneCode, How, Problem, Repair, Value};
use crate::reference::{AdministrativeUnits, NameCandidate, Province, fold_place};

/// Codes that exporters write where they know none (a province code of 01 beside it).
const DEFAULT_CODES: [&str; 2] = ["00001", "00000"];

/// So few letters are no province's name.
const INITIALS_MAX: usize = 3;

/// What a row writes about its commune; each may be blank.
#[derive(Debug, Clone, Copy, Default)]
pub struct Written<'a> {
    pub code: &'a str,
    pub name: &'a str,
    /// The district of before 2025-07-01, in a column of its own.
    pub district: &'a str,
    pub province: &'a str,
}

impl<'a> Written<'a> {
    fn original(self) -> &'a str {
        match self.code {
            "" => self.name,
            code => code,
        }
    }
}

/// Resolves what a source writes into communes in force; remembers what it resolved.
pub struct CommuneResolver<'u> {
    units: &'u AdministrativeUnits,
    province: &'u str,
    /// What was made of texts in rosters of `of_roster`.
    seen: FastMap<String, Decided>,
    of_roster: Option<CommuneCode>,
    key: String,
}

/// What was made of a text.
#[derive(Debug, Clone, Copy)]
struct Decided {
    commune: Option<CommuneCode>,
    how: How,
    former: Option<FormerCommuneCode>,
}

impl<'u> CommuneResolver<'u> {
    #[must_use]
    pub fn new(units: &'u AdministrativeUnits, province: &'u str) -> Self {
        Self {
            units,
            province,
            seen: FastMap::default(),
            of_roster: None,
            key: String::new(),
        }
    }

    /// The commune of a row. Where it writes neither code nor name, `of_roster` holds: the commune whose roster the row
    /// stands in. It holds too, and that is said, where software filled in a code that is no commune, where the cell points
    /// at the one above, and where it is one of several communes of the name.
    pub fn resolve<'a>(
        &mut self,
        written: Written<'a>,
        of_roster: Option<CommuneCode>,
    ) -> Value<'a, CommuneCode> {
        self.resolve_with_former(written, of_roster).0
    }

    /// As [`Self::resolve`], and the commune of before 2025-07-01 that the row names; `None` where it speaks of a commune
    /// of today, or where nobody can tell of which list it speaks.
    pub fn resolve_with_former<'a>(
        &mut self,
        written: Written<'a>,
        of_roster: Option<CommuneCode>,
    ) -> (Value<'a, CommuneCode>, Option<FormerCommuneCode>) {
        let original = written.original();
        if original.is_empty() {
            let commune = of_roster.map(|commune| Value::as_given("", commune));
            return (commune.unwrap_or_default(), None);
        }
        self.key.clear();
        for text in [
            written.code,
            written.name,
            written.district,
            written.province,
        ] {
            self.key.push_str(text);
            self.key.push('\u{1f}');
        }
        if self.of_roster != of_roster {
            self.of_roster = of_roster;
            self.seen.clear();
        }
        let decided = match self.seen.get(&self.key) {
            Some(decided) => *decided,
            None => {
                let decided = self.decide(written);
                let of_roster = of_roster.and_then(|of| self.in_roster(written, decided, of));
                let decided = of_roster.unwrap_or(decided);
                self.seen.insert(self.key.clone(), decided);
                decided
            }
        };
        let value = Value {
            original,
            standard: decided.commune,
            how: decided.how,
        };
        (value, decided.former)
    }

    /// What a row means in the roster of `commune`, where it says too little by itself.
    fn in_roster(
        &self,
        written: Written<'_>,
        decided: Decided,
        commune: CommuneCode,
    ) -> Option<Decided> {
        let (repair, former) = match decided.how {
            How::Missing(Problem::Default) => (Repair::CommuneOfFile, None),
            How::Missing(Problem::Ambiguous) => self.names(written, commune)?,
            How::Missing(_) if is_ditto(written.original()) => (Repair::DittoOfFile, None),
            _ => return None,
        };
        Some(Decided {
            commune: Some(commune),
            how: How::Repaired(repair),
            former,
        })
    }

    /// How the name of a row without a district leads to `commune`, one of several that it leads to, and the former commune
    /// that it names then.
    fn names(
        &self,
        written: Written<'_>,
        commune: CommuneCode,
    ) -> Option<(Repair, Option<FormerCommuneCode>)> {
        if !written.district.is_empty() {
            return None;
        }
        let CodeAndName { code, name, .. } = CodeAndName::of(written);
        let mut named = self.named(name, self.province_written(written.province)?);
        let of_roster = commune.to_string();
        named
            .candidates
            .retain(|candidate| candidate.commune.code == of_roster);
        let Lookup::Found(_, Some(repair)) = by_name(name, &named.candidates) else {
            return None;
        };
        let former = former_commune(
            self.units,
            &Naming {
                code: &code,
                named: &named,
                district: "",
                commune: Some(commune),
            },
        );
        Some((repair, former))
    }

    fn decide(&self, written: Written<'_>) -> Decided {
        let CodeAndName {
            code,
            name,
            has_noise,
        } = CodeAndName::of(written);
        let by_code = self.by_code(&code);
        let province = match by_code {
            Lookup::Found(..) => Some(self.province_of(by_code)),
            _ => self.province_written(written.province),
        };
        let mut named = province.map_or_else(Named::default, |of| self.named(name, of));
        named.candidates = of_district(named.candidates, &[written.district]);
        let candidates = &named.candidates;
        let decided = match (by_code, by_name(name, candidates)) {
            (Lookup::Nothing, by_name) => by_name,
            (by_code, Lookup::Nothing) => by_code,
            (Lookup::Found(commune, repair), Lookup::Unknown) => {
                Lookup::Found(commune, Some(repair.unwrap_or(Repair::CommuneNameUnknown)))
            }
            // A homonym confirms the code of any commune that had its name.
            (Lookup::Found(commune, repair), Lookup::Ambiguous) => {
                let code = commune.to_string();
                match candidates.iter().any(|other| other.commune.code == code) {
                    true => Lookup::Found(commune, repair),
                    false => Lookup::Contradiction,
                }
            }
            (by_code, Lookup::Unknown | Lookup::Ambiguous) => by_code,
            (Lookup::Unknown | Lookup::Ambiguous | Lookup::Default, Lookup::Found(commune, _)) => {
                Lookup::Found(commune, Some(Repair::CommuneByName))
            }
            (Lookup::Found(a, by_code), Lookup::Found(b, by_name)) if a == b => {
                // A code of today beside a name of before: the code was meant as of before.
                Lookup::Found(
                    a,
                    by_code.or(by_name.filter(|repair| *repair != Repair::CommuneByName)),
                )
            }
            (by_code, Lookup::Default) => by_code,
            (Lookup::Found(..), Lookup::Found(..)) => Lookup::Contradiction,
            (Lookup::Contradiction, _) | (_, Lookup::Contradiction) => Lookup::Contradiction,
        };
        let (commune, how) = match decided {
            Lookup::Found(commune, None) if has_noise => {
                (Some(commune), How::Repaired(Repair::Noise))
            }
            Lookup::Found(commune, None) => (Some(commune), How::AsGiven),
            Lookup::Found(commune, Some(repair)) => (Some(commune), How::Repaired(repair)),
            Lookup::Ambiguous => (None, How::Missing(Problem::Ambiguous)),
            Lookup::Default => (None, How::Missing(Problem::Default)),
            Lookup::Contradiction => (None, How::Missing(Problem::Contradiction)),
            Lookup::Nothing | Lookup::Unknown => (None, How::Missing(Problem::Unknown)),
        };
        let former = match decided {
            Lookup::Found(..) | Lookup::Ambiguous => former_commune(
                self.units,
                &Naming {
                    code: &code,
                    named: &named,
                    district: written.district,
                    commune,
                },
            ),
            _ => None,
        };
        Decided {
            commune,
            how,
            former,
        }
    }

    /// The province of the commune that a code leads to; the pipeline's own where it leads to none.
    fn province_of(&self, by_code: Lookup) -> &'u str {
        let Lookup::Found(commune, _) = by_code else {
            return self.province;
        };
        let commune = self.units.commune(&commune.to_string());
        commune.map_or(self.province, |commune| &commune.province_code)
    }

    /// The province that a column of provinces names; the pipeline's own where it is blank or says no more than initials.
    /// `None` for one that is in no list: its communes have names of ours.
    fn province_written(&self, text: &str) -> Option<&'u str> {
        let folded = fold_place(text);
        let letters = folded.chars().filter(|c| c.is_alphabetic()).count();
        let names = |province: &&Province| {
            let is_code = folded.len() <= 2 && format!("{folded:0>2}") == province.code;
            is_code || folded == fold_place(&province.short_name)
        };
        let own = self.units.province(self.province);
        let is_own = own.is_some_and(|own| folded.contains(&fold_place(&own.short_name)));
        let provinces = self.units.provinces().iter();
        match { provinces }.find(names) {
            Some(province) => Some(&province.code),
            None if is_own || letters <= INITIALS_MAX => Some(self.province),
            None => None,
        }
    }

    fn by_code(&self, text: &str) -> Lookup {
        if text.is_empty() {
            return Lookup::Nothing;
        }
        let code = in_full(text);
        let has_lost_zero = code.len() > text.len();
        if DEFAULT_CODES.contains(&&*code) {
            return Lookup::Default;
        }
        let repair = has_lost_zero.then_some(Repair::LostZeros);
        if self.units.commune(&code).is_some() {
            return found(&code, repair);
        }
        match self.units.successors(&code) {
            [] => Lookup::Unknown,
            [one] => found(&one.code, Some(Repair::CommuneByOldCode)),
            _ => Lookup::Ambiguous,
        }
    }

    /// Everything that a name can mean: as it stands, without a short type word (`P.`, `TT.`), or as the part of an
    /// address that names a commune, of its district where that stands beside it.
    fn named<'a>(&self, name: &'a str, province: &str) -> Named<'u, 'a> {
        if name.is_empty() {
            return Named::default();
        }
        let named = |name: &str| {
            let name = name.trim_end_matches(['.', ',', ';', ':', ' ']);
            if is_of_higher_level(name) {
                return Vec::new();
            }
            if let Some(former) = former_name(name) {
                let candidates = self.units.by_name(province, former).into_iter();
                return candidates.filter(|unit| unit.former.is_some()).collect();
            }
            let candidates = self.units.by_name(province, name);
            match without_short_type_word(name) {
                Some(rest) if candidates.is_empty() => self.units.by_name(province, rest),
                _ => candidates,
            }
        };
        let whole = named(name);
        if !whole.is_empty() {
            return Named {
                candidates: whole,
                part: name,
                behind: Vec::new(),
            };
        }
        let parts: Vec<&str> = name
            .split([',', ';', '(', ')', '/', '\n', '–'])
            .flat_map(|part| part.split(" - "))
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let all_named = |has_type_word: bool| {
            let parts = parts.iter().enumerate();
            let of_kind = parts.filter(move |(_, part)| is_of_commune(part) == has_type_word);
            let mut candidates = of_kind.map(|(at, part)| (at, named(part)));
            candidates.find(|(_, candidates)| !candidates.is_empty())
        };
        // A hamlet before its commune may have the name of another one.
        let Some((at, candidates)) = all_named(true).or_else(|| all_named(false)) else {
            return Named::default();
        };
        Named {
            candidates: of_district(candidates, &parts[1..]),
            part: parts[at],
            behind: parts[at + 1..].to_vec(),
        }
    }
}

/// What a name can mean.
#[derive(Default)]
struct Named<'u, 'a> {
    candidates: Vec<NameCandidate<'u>>,
    /// The part of the text that was found.
    part: &'a str,
    /// What stands behind it in an address.
    behind: Vec<&'a str>,
}

/// The candidates of the former district that one of `texts` names, where they lead to several communes.
fn of_district<'u>(candidates: Vec<NameCandidate<'u>>, texts: &[&str]) -> Vec<NameCandidate<'u>> {
    let leads_to_one = candidates
        .windows(2)
        .all(|pair| pair[0].commune.code == pair[1].commune.code);
    if leads_to_one {
        return candidates;
    }
    let districts: Vec<String> = texts
        .iter()
        .map(|text| fold_place(without_district_word(text)))
        .collect();
    let is_named = |candidate: &&NameCandidate<'u>| {
        let district = candidate.former.map(|former| fold_place(&former.district));
        district.is_some_and(|district| districts.contains(&district))
    };
    let named: Vec<NameCandidate<'u>> = candidates.iter().filter(is_named).copied().collect();
    if named.is_empty() { candidates } else { named }
}

/// Whether a part of an address says itself that it is a commune.
fn is_of_commune(part: &str) -> bool {
    let lower = part.to_lowercase();
    let words = [
        "xã",
        "phường",
        "thị trấn",
        "tt",
        "p.",
        "p ",
        "x.",
        "x ",
        "đặc khu",
        "xa ",
        "phuong ",
    ];
    words.iter().any(|word| lower.starts_with(word))
}

/// Whether it says that it is a district or a province: several have the name of a commune.
fn is_of_higher_level(part: &str) -> bool {
    let lower = part.to_lowercase();
    let words = [
        "huyện",
        "h.",
        "quận",
        "tỉnh",
        "thành phố",
        "tp",
        "thị xã",
        "tx",
    ];
    words.iter().any(|word| lower.starts_with(word))
}

/// What a name means that has these candidates.
fn by_name(name: &str, candidates: &[NameCandidate<'_>]) -> Lookup {
    if name.is_empty() {
        return Lookup::Nothing;
    }
    let Some(first) = candidates.first() else {
        return Lookup::Unknown;
    };
    if candidates
        .iter()
        .any(|other| other.commune.code != first.commune.code)
    {
        return Lookup::Ambiguous;
    }
    let is_of_today = candidates
        .iter()
        .any(|candidate| candidate.former.is_none());
    let repair = if is_of_today {
        Repair::CommuneByName
    } else {
        Repair::CommuneByOldName
    };
    found(&first.commune.code, Some(repair))
}

/// Code and name of a row, each from the cell where it stands.
struct CodeAndName<'a> {
    code: String,
    name: &'a str,
    has_noise: bool,
}

impl<'a> CodeAndName<'a> {
    fn of(written: Written<'a>) -> Self {
        let (code, name) = (Cell::new(written.code), Cell::new(written.name));
        Self {
            has_noise: code.has_noise,
            code: code.code.or(name.code).unwrap_or_default(),
            name: match name.name {
                "" => code.name,
                name => name,
            },
        }
    }
}

/// A code kept as a number lost its zero; codes of fewer digits are of something else.
fn in_full(code: &str) -> Cow<'_, str> {
    let has_lost_zero = code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit());
    match has_lost_zero {
        true => Cow::Owned(format!("0{code}")),
        false => Cow::Borrowed(code),
    }
}

/// A cell about a commune: its code, its name, or both (`01273 - Phường Thục Phán`).
struct Cell<'a> {
    code: Option<String>,
    name: &'a str,
    has_noise: bool,
}

impl<'a> Cell<'a> {
    fn new(text: &'a str) -> Self {
        let of_code = |code: String, has_noise| Self {
            code: Some(code),
            name: "",
            has_noise,
        };
        match digits(text) {
            Digits::Clean("") => {}
            Digits::Clean(code) => return of_code(code.to_owned(), false),
            Digits::Noisy(code) => return of_code(code.into_owned(), true),
            Digits::Rounded | Digits::Other => {}
        }
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let (code, rest) = text.split_at(end);
        match end {
            4 | 5 => Self {
                code: Some(code.to_owned()),
                name: rest.trim_start_matches(|c: char| !c.is_alphanumeric()),
                has_noise: false,
            },
            _ => Self {
                code: None,
                name: text,
                has_noise: false,
            },
        }
    }
}

/// The name of a commune of before, in `Phong Châu cũ`.
fn former_name(name: &str) -> Option<&str> {
    let words = [" cũ", " Cũ", " CŨ"];
    let former = words.iter().find_map(|word| name.strip_suffix(word))?;
    Some(former.trim_end()).filter(|former| !former.is_empty())
}

/// Type words that the reference does not know, for a name that it does not find with them.
fn without_short_type_word(name: &str) -> Option<&str> {
    let words = [
        "TT.", "TT ", "tt.", "tt ", "Tt.", "Tt ", "P.", "P ", "p.", "p ", "X.", "X ", "x.", "x ",
        "T.T ",
    ];
    let rest = words.iter().find_map(|word| name.strip_prefix(word))?;
    Some(rest.trim_start()).filter(|rest| !rest.is_empty())
}

fn without_district_word(name: &str) -> &str {
    let words = [
        "H.", "h.", "TP.", "Tp.", "tp.", "TP ", "Tp ", "tp ", "TX.", "H ", "h ",
    ];
    let rest = words.iter().find_map(|word| name.strip_prefix(word));
    rest.map_or(name, str::trim_start)
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Lookup {
    Nothing,
    Found(CommuneCode, Option<Repair>),
    Unknown,
    Ambiguous,
    Default,
    Contradiction,
}

fn found(code: &str, repair: Option<Repair>) -> Lookup {
    CommuneCode::parse(code).map_or(Lookup::Unknown, |commune| Lookup::Found(commune, repair))
}

#[cfg(test)]
mod tests;
