//! What the name of a sheet and the titles above a table say of all its rows: one sheet for each hamlet or class is the
//! most usual form of a list.

use super::days::{is_about_exam, one_day};
use super::place::{Place, Token, is_same_place, tokens};
use super::sections::{Heading, Sections};
use crate::domain::{Field, Kind};
use crate::ingest::block::RawRow;
use crate::ingest::{Layout, LayoutOptions, RawBlock};

/// What holds for all rows of a table unless a heading among them says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Titles<'a> {
    pub sections: Sections<'a>,
    /// The first title that names another hamlet or class than a title before it or the sheet: neither is believed.
    pub doubtful: Option<u32>,
}

impl<'a> Titles<'a> {
    /// What `sheet` and the rows above the header say; a person above it says nothing of others.
    #[must_use]
    pub fn of(
        block: &'a RawBlock,
        layout: &Layout,
        sheet: Option<&'a str>,
        options: &LayoutOptions,
    ) -> Self {
        let kind = options.kind;
        let mut titles = Self::default();
        if !kind.is_roster() || layout.is_of_program() {
            return titles;
        }
        let mut found: Vec<Heading<'a>> = Vec::new();
        found.extend(sheet.and_then(|sheet| place_of_sheet(sheet, kind)));
        let rows = (0..block.rows()).map(|row| block.row(row));
        let above = rows.take_while(|row| row.number < layout.header_rows.0);
        for row in above.filter(|row| !layout.is_person_above(*row, options)) {
            let day = exam_day_of_row(row, layout, kind);
            for heading in places_of_row(row, kind).into_iter().chain(day) {
                let known = found.iter().find(|known| known.field == heading.field);
                match known {
                    None => found.push(heading),
                    Some(known) if is_same(*known, heading, kind) => {}
                    Some(_) => {
                        titles.doubtful.get_or_insert(row.number);
                    }
                }
            }
        }
        if titles.doubtful.is_none() {
            titles.sections = found.into_iter().collect();
        }
        titles
    }
}

/// Whether lists of this kind are of one hamlet, or of one class or part of an employer. The address of a school is
/// no hamlet of its pupils.
fn is_of(field: Field, kind: Kind) -> bool {
    match field {
        Field::Hamlet => matches!(kind, Kind::PlanRoster | Kind::ScreeningRoster),
        field => field == Field::UnitGroup,
    }
}

/// Names of versions of a list rather than of villages: "Bản sao".
const VERSIONS: [&str; 8] = ["sao", "chính", "gốc", "in", "nháp", "mới", "cũ", "cuối"];

/// "Xóm Nà Pò", "Lớp 6A", in a school "6A" as well.
fn place_of_sheet(sheet: &str, kind: Kind) -> Option<Heading<'_>> {
    let words = tokens(sheet);
    if kind == Kind::SchoolRoster && words.len() == 1 && is_class(&words[0]) {
        return Some(Heading {
            field: Field::UnitGroup,
            text: &sheet[words[0].start..words[0].end],
        });
    }
    let place = Place::at(sheet, &words, 0, kind)?.cut(end_of_title);
    let first = &words[0].lower;
    let is_version = tokens(place.bare).first().is_none_or(|word| {
        VERSIONS.contains(&word.lower.as_str()) || first == "bản" && word.is_number()
    });
    let is_named = !is_version && is_of(place.field, kind);
    is_named.then_some(Heading {
        field: place.field,
        text: place.name,
    })
}

/// `6A`, `10A1`: a class by its number and letter.
fn is_class(word: &Token) -> bool {
    let letter = word.lower.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = word.lower.len() - letter.len();
    let mut letters = letter.chars();
    let has_letter = letters.next().is_some_and(char::is_alphabetic);
    (1..=2).contains(&digits) && has_letter && letters.all(|c| c.is_ascii_digit())
}

/// The places that a title row names, each cell by itself: `Xóm: Nà Pò, xã Lý Bôn`, `Xóm:` beside `Nà Pò`,
/// `DANH SÁCH HỌC SINH LỚP 6A`.
fn places_of_row(row: RawRow<'_>, kind: Kind) -> Vec<Heading<'_>> {
    let cells: Vec<&str> = row.cells().filter(|cell| !cell.is_empty()).collect();
    let places = (0..cells.len()).filter_map(|at| {
        let place = place_of_title(cells[at], kind)?;
        let name = match place.name {
            "" if cells[at].ends_with(':') => {
                let name = cells.get(at + 1)?;
                one_place(
                    Place {
                        name,
                        bare: name,
                        ..place
                    }
                    .cut(end_of_title),
                )?
                .name
            }
            name => name,
        };
        let is_named = !name.is_empty() && is_of(place.field, kind);
        is_named.then_some(Heading {
            field: place.field,
            text: name,
        })
    });
    places.collect()
}

fn is_same(a: Heading<'_>, b: Heading<'_>, kind: Kind) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    match a.field {
        Field::ExamDate => digits(a.text) == digits(b.text),
        _ => is_same_place(a.text, b.text, kind),
    }
}

/// The day of the exam in a title of a list without a column for it: `Ngày khám: 05/10/2026`. Where there is a column,
/// a blank cell in it says that somebody did not come.
fn exam_day_of_row<'a>(row: RawRow<'a>, layout: &Layout, kind: Kind) -> Option<Heading<'a>> {
    let is_of_exams = matches!(
        kind,
        Kind::ScreeningRoster | Kind::SchoolRoster | Kind::EmployerRoster
    );
    if !is_of_exams || layout.column(Field::ExamDate).is_some() {
        return None;
    }
    let mut cells = row.cells().filter(|cell| is_about_exam(&tokens(cell)));
    cells.find_map(one_day).map(|text| Heading {
        field: Field::ExamDate,
        text,
    })
}

/// Words with which the title of a list begins; elsewhere a place is an address, or where people are to come.
const LISTS: [&str; 8] = ["danh", "ds", "biểu", "bảng", "sổ", "tổng", "kế", "kết"];

/// Labels before the place that a list is of.
const LABELS: [&str; 4] = ["đơn vị", "địa bàn", "khu vực", "tên"];

fn place_of_title(title: &str, kind: Kind) -> Option<Place<'_>> {
    let words = tokens(title);
    // An address goes on to the province.
    if words.iter().any(|word| word.lower == "tỉnh") {
        return None;
    }
    let is_label = |label: &&&str| {
        let mut own = words.iter();
        label
            .split(' ')
            .all(|word| own.next().is_some_and(|own| own.lower == word))
    };
    let from = LABELS
        .iter()
        .find(is_label)
        .map_or(0, |label| label.split(' ').count());
    match Place::at(title, &words, from, kind) {
        Some(place) if place.is_sure => one_place(place.cut(end_of_title)),
        _ if LISTS.contains(&words.first()?.lower.as_str()) => place_in_title(title, kind),
        _ => None,
    }
}

/// Words before a kind that say that it is several, or an office, or where something takes place.
const ELSEWHERE: [&str; 17] = [
    "các",
    "những",
    "từng",
    "mỗi",
    "mọi",
    "toàn",
    "theo",
    "hai",
    "ba",
    "bốn",
    "trưởng",
    "phó",
    "tại",
    "ở",
    "hóa",
    "hoá",
    "liên",
];

/// The commune that a title names, with its kind: `UBND XÃ TAM KIM`.
#[must_use]
pub fn commune_in_title(title: &str, kind: Kind) -> Option<&str> {
    let words = tokens(title);
    let mut places = (0..words.len()).filter_map(|at| Place::at(title, &words, at, kind));
    let place = places.find(|place| place.is_sure && place.field == Field::CommuneName)?;
    let place = one_place(place.cut(end_of_title))?;
    (!place.bare.is_empty()).then_some(place.name)
}

/// The place in the middle of a title, where it names one and no more: `DANH SÁCH NGƯỜI DÂN XÓM NÀ PÒ NĂM 2026`.
#[must_use]
pub fn place_in_title(title: &str, kind: Kind) -> Option<Place<'_>> {
    let words = tokens(title);
    let mut found: Option<Place<'_>> = None;
    for at in 1..words.len() {
        let place = Place::at(title, &words, at, kind);
        let place = place.filter(|place| place.is_sure && place.field != Field::CommuneName);
        let Some(place) = place else { continue };
        let before = &words[at - 1];
        if before.is_number() || ELSEWHERE.contains(&before.lower.as_str()) {
            return None;
        }
        let place = one_place(place.cut(end_of_title))?;
        if found.is_some_and(|known| !is_same_place(known.name, place.name, kind)) {
            return None;
        }
        found = found.or(Some(place));
    }
    // "Danh sách xóm Nà Pò": a kind in the middle of a sentence is no part of the name.
    found.map(|place| match place.name.starts_with(char::is_lowercase) {
        true if place.bare.starts_with(char::is_uppercase) => Place {
            name: place.bare,
            ..place
        },
        _ => place,
    })
}

/// A name of more words is a sentence.
const NAME_WORDS_MAX: usize = 4;

/// A place with the name of one: "Nà Pò và Lũng Rì" are two, and a class has a number.
fn one_place(place: Place<'_>) -> Option<Place<'_>> {
    let words = tokens(place.bare);
    let is_several = words
        .iter()
        .any(|word| ["và", "va"].contains(&word.lower.as_str()))
        || place.bare.contains([',', '+', '&', ';']);
    let has_number = place.bare.starts_with(|c: char| c.is_ascii_digit());
    let is_class = place.field == Field::UnitGroup;
    let is_one = !is_several
        && words.len() <= NAME_WORDS_MAX
        && (!is_class || has_number || words.is_empty());
    is_one.then_some(place)
}

/// Words that end the name of a place in a title.
const ENDS: [&str; 26] = [
    "xã",
    "phường",
    "huyện",
    "tỉnh",
    "năm",
    "tháng",
    "ngày",
    "đợt",
    "quý",
    "tại",
    "thuộc",
    "được",
    "đủ",
    "khám",
    "tham",
    "đi",
    "theo",
    "lần",
    "có",
    "gồm",
    "tổng",
    "số",
    "trưởng",
    "từ",
    "đến",
    "học",
];

/// Where the name of a place ends in what stands behind its kind in a title.
fn end_of_title(behind: &str) -> usize {
    let sign = [':', '(', '[', ';', '|', '\t', '\n'];
    let dash = [" - ", " – ", "   "];
    let word = tokens(behind)
        .into_iter()
        .find(|word| ENDS.contains(&word.lower.as_str()));
    let ends = [
        behind.find(sign),
        dash.into_iter().filter_map(|dash| behind.find(dash)).min(),
        word.map(|word| word.start),
    ];
    ends.into_iter().flatten().min().unwrap_or(behind.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::csv::parse;
    use crate::ingest::layout::tests::options;

    /// Hamlet and class that hold for the rows below `titles`, and the title that is in doubt.
    fn check(kind: Kind, sheet: Option<&str>, titles: &str, expected: (&str, &str, Option<u32>)) {
        let text = format!("{titles}STT,Họ và tên,Ngày sinh,Số CCCD\n1,Nông Thị Ấm,1957,\n");
        let block = parse(text.as_bytes(), b',').unwrap();
        let mut options = options();
        options.kind = kind;
        let layout = Layout::detect(&block, &options).unwrap();
        let found = Titles::of(&block, &layout, sheet, &options);
        let texts = [Field::Hamlet, Field::UnitGroup].map(|field| found.sections.text(field));
        assert_eq!(
            (texts[0], texts[1], found.doubtful),
            expected,
            "{sheet:?} {titles}"
        );
    }

    #[test]
    fn a_sheet_and_a_title_name_the_hamlet() {
        let plan =
            |sheet, titles, expected| check(Kind::PlanRoster, sheet, titles, (expected, "", None));
        plan(Some("Xóm Nà Pò"), "", "Xóm Nà Pò");
        plan(
            Some("Xóm Nà Pò (2)"),
            "DANH SÁCH NGƯỜI DÂN XÓM NÀ PÒ\n",
            "Xóm Nà Pò",
        );
        plan(Some("Nà Pò"), "\"Xóm: Nà Pò, xã Lý Bôn\"\n", "Nà Pò");
        plan(Some("Tổ 1"), "", "Tổ 1");
        plan(
            None,
            "DANH SÁCH NGƯỜI CAO TUỔI XÓM NÀ PÒ NĂM 2026\n",
            "XÓM NÀ PÒ",
        );
        plan(
            None,
            "Danh sách khám xóm Bản Chang - xã Lý Bôn\n",
            "Bản Chang",
        );
        plan(None, "Xã:,Lý Bôn,Xóm:,Nà Pò\n", "Nà Pò");
        plan(None, "Đơn vị: Xóm Nà Pò\n", "Xóm Nà Pò");
    }

    #[test]
    fn a_title_names_a_commune() {
        let named = |title| commune_in_title(title, Kind::PlanRoster);
        assert_eq!(named("UBND XÃ TAM KIM"), Some("XÃ TAM KIM"));
        assert_eq!(
            named("TRẠM Y TẾ PHƯỜNG THỤC PHÁN - TỈNH CAO BẰNG"),
            Some("PHƯỜNG THỤC PHÁN")
        );
        assert_eq!(named("DANH SÁCH XÓM NÀ PÒ NĂM 2026"), None);
        assert_eq!(named("Xã: ……"), None);
    }

    #[test]
    fn a_title_names_the_day_of_the_exam() {
        let day = |titles: &str, header: &str| {
            let text = format!("{titles}STT,Họ và tên,Ngày sinh,{header}\n1,Nông Thị Ấm,1957,\n");
            let block = parse(text.as_bytes(), b',').unwrap();
            let mut options = options();
            options.kind = Kind::ScreeningRoster;
            let layout = Layout::detect(&block, &options).unwrap();
            let found = Titles::of(&block, &layout, None, &options);
            (
                found.sections.text(Field::ExamDate).to_owned(),
                found.doubtful,
            )
        };
        let titles = "DANH SÁCH KHÁM\nNgày khám: 05/10/2026\n";
        assert_eq!(day(titles, "Số CCCD"), ("05/10/2026".into(), None));
        let two = "Khám ngày 05/10/2026\nKhám ngày 06/10/2026\n";
        assert_eq!(day(two, "Số CCCD"), (String::new(), Some(2)));
        let signed = "\"Cao Bằng, ngày 20/11/2026\"\n";
        assert_eq!(day(signed, "Số CCCD"), (String::new(), None));
    }

    #[test]
    fn what_names_no_one_place_says_nothing() {
        let plan = |sheet, titles| check(Kind::PlanRoster, sheet, titles, ("", "", None));
        for titles in [
            "DANH SÁCH NGƯỜI DÂN CÁC XÓM\n",
            "DANH SÁCH NGƯỜI DÂN XÓM NÀ PÒ VÀ LŨNG RÌ\n",
            "\"DANH SÁCH XÓM NÀ PÒ, LŨNG RÌ\"\n",
            "DANH SÁCH 3 XÓM NÀ PÒ\n",
            "Địa điểm: nhà văn hóa xóm Nà Pò\n",
            "\"Xóm Nà Pò, xã Lý Bôn, tỉnh Cao Bằng\"\n",
            "Trưởng xóm: Lý A Sì\n",
            "DANH SÁCH NGƯỜI DÂN Ở XÓM NÀ PÒ\n",
            "Xóm: ……\n",
        ] {
            plan(None, titles);
        }
        for sheet in ["Sheet1", "Bản sao", "Bản 2", "Tổng hợp", "Xóm", "Nà Pò"] {
            plan(Some(sheet), "");
        }
        let school = "Xóm Nà Pò - xã Lý Bôn\n";
        check(
            Kind::SchoolRoster,
            Some("Xóm Nà Pò"),
            school,
            ("", "", None),
        );
    }

    #[test]
    fn a_person_above_the_header_names_nobody_elses_hamlet() {
        let text = "1,Lý A Sì,1957,Xóm Nà Pò\nSTT,Họ và tên,Ngày sinh,Xóm\n2,Nông Thị Ấm,1957,\n";
        let block = parse(text.as_bytes(), b',').unwrap();
        let layout = Layout::detect(&block, &options()).unwrap();
        assert_eq!(layout.header_rows, (2, 2));
        let found = Titles::of(&block, &layout, Some("Xóm Lũng Rì"), &options());
        assert_eq!(found.sections.text(Field::Hamlet), "Xóm Lũng Rì");
        assert_eq!(found.doubtful, None);
    }

    #[test]
    fn a_sheet_and_a_title_name_the_class() {
        let school = |sheet, titles, expected| {
            check(Kind::SchoolRoster, sheet, titles, ("", expected, None))
        };
        school(
            Some("Lớp 6A"),
            "DANH SÁCH HỌC SINH LỚP 6A NĂM HỌC 2026-2027\n",
            "Lớp 6A",
        );
        school(Some("6A"), "", "6A");
        school(Some("10A1"), "", "10A1");
        school(
            None,
            "DANH SÁCH HỌC SINH LỚP 6A NĂM HỌC 2026-2027\n",
            "LỚP 6A",
        );
        school(None, "Lớp: 6A\n", "6A");
        school(None, "DANH SÁCH LỚP HỌC XÓA MÙ CHỮ\n", "");
        school(Some("HS 2026"), "", "");
    }

    #[test]
    fn two_places_are_in_doubt() {
        let titles = "UBND\nDANH SÁCH XÓM LŨNG RÌ\n";
        check(
            Kind::PlanRoster,
            Some("Xóm Nà Pò"),
            titles,
            ("", "", Some(2)),
        );
        check(
            Kind::SchoolRoster,
            Some("6A"),
            "DANH SÁCH LỚP 6B\n",
            ("", "", Some(1)),
        );
    }
}
