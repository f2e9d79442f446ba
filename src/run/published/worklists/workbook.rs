//! The workbook of one commune: a page to steer by, then a sheet for each task, to print and go from house to house.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, IgnoreError, Worksheet, XlsxError,
};

use super::standing::Goal;
use super::{Call, CommuneLists, HamletOrder, ROWS_MAX, hamlet_order};
use crate::persons::Task;
use crate::run::sheet::{
    GREY, UNKNOWN_COMMUNE, as_people_write, text_format, workbook_of, write_text,
};
use crate::run::state_words;
use crate::validate::Lang;

/// Behind those who come first.
const PRIORITY: Color = Color::RGB(0xFF_F2_CC);

/// Sheets of people: headers with their widths.
const COLUMNS: [(&str, f64); 10] = [
    ("Xóm, tổ dân phố", 20.0),
    ("Ưu tiên", 8.0),
    ("Họ và tên", 26.0),
    ("Ngày sinh", 12.0),
    ("Tuổi", 6.0),
    ("Giới tính", 8.0),
    ("Điện thoại", 13.0),
    ("Nhóm đối tượng", 48.0),
    ("Lý do", 36.0),
    ("Kết quả", 18.0),
];

/// Headers of the table of targets, with widths that serve the table of hamlets below it too.
const GOALS: [(&str, f64); 9] = [
    ("Chỉ tiêu", 46.0),
    ("Đã đạt", 13.0),
    ("Trên tổng số", 13.0),
    ("Tỷ lệ, giá trị", 13.0),
    ("Phải đạt", 13.0),
    ("Còn thiếu, hoặc vượt", 13.0),
    ("Cần mỗi ngày làm việc", 13.0),
    ("Thời hạn", 13.0),
    ("Tình trạng", 22.0),
];

/// Width of the columns that only the table of hamlets has.
const HAMLET_WIDTH: f64 = 13.0;

const PRIVATE: &str =
    "Có thông tin cá nhân: chỉ dùng cho việc này, không sao chép, không đăng tải.";

/// Row of the headers of a list, from 0; title and note stand above.
const HEADER_ROW: u32 = 2;

/// Height of a line of text, in points.
const LINE: f64 = 15.0;

/// What Excel allows, in points.
const ROW_HEIGHT_MAX: f64 = 409.0;

const NOT_GIVEN: &str = "(chưa rõ)";

pub(super) struct Rendered {
    pub(super) bytes: Vec<u8>,
    /// Tasks beyond what their sheets list.
    pub(super) left_out: usize,
}

struct Styles {
    title: Format,
    note: Format,
    header: Format,
    cell: Format,
    first: Format,
    count: Format,
    total: Format,
    need: Format,
}

impl Styles {
    fn new() -> Self {
        let framed = || text_format().set_text_wrap().set_border(FormatBorder::Thin);
        let number = |format: &str| {
            Format::new()
                .set_num_format(format)
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Thin)
        };
        Self {
            title: Format::new().set_bold().set_font_size(14),
            note: Format::new().set_italic(),
            header: framed().set_bold().set_background_color(GREY),
            cell: framed(),
            first: framed().set_background_color(PRIORITY),
            count: number("#,##0"),
            total: number("#,##0").set_bold(),
            need: number("#,##0.0"),
        }
    }
}

/// The workbook's bytes: the same for the same lists.
///
/// # Errors
/// A table that no workbook can hold, which callers do not make.
pub(super) fn render(lists: &CommuneLists, tasks: &[Task]) -> Result<Rendered, XlsxError> {
    let mut workbook = workbook_of(lists.as_of)?;
    let styles = Styles::new();
    let tasks: Vec<(Task, Vec<&Call>)> = tasks
        .iter()
        .map(|task| (*task, of_task(&lists.calls, *task)))
        .collect();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Tổng quan")?;
    write_overview(sheet, lists, &tasks, &styles)?;
    let mut left_out = 0;
    for (task, calls) in tasks.iter().filter(|(_, calls)| !calls.is_empty()) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(title(*task))?;
        write_calls(sheet, lists, *task, calls, &styles)?;
        left_out += calls.len().saturating_sub(ROWS_MAX);
    }
    let bytes = workbook.save_to_buffer()?;
    Ok(Rendered { bytes, left_out })
}

fn of_task(calls: &[Call], task: Task) -> Vec<&Call> {
    calls.iter().filter(|call| call.task == task).collect()
}

/// What is to be done, in few words.
fn title(task: Task) -> &'static str {
    match task {
        Task::ScreeningDue => "Mời khám",
        Task::InsuranceMissing => "Cấp thẻ BHYT",
        Task::InsuranceExpiring => "Gia hạn thẻ BHYT",
        Task::EhrMissing => "Lập hồ sơ sức khỏe",
        Task::EhrNotAccepted => "Liên thông hồ sơ",
    }
}

fn place(lists: &CommuneLists) -> &str {
    match &lists.standing.name {
        Some(name) => name,
        None if lists.commune == UNKNOWN_COMMUNE => "Chưa rõ xã",
        None => &lists.commune,
    }
}

/// A day as it stands on papers.
fn on_paper(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

fn head(
    sheet: &mut Worksheet,
    title: &str,
    lists: &CommuneLists,
    note: &str,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let title = format!("{title} – {}", place(lists));
    sheet.write_string_with_format(0, 0, title, &styles.title)?;
    let note = format!("Số liệu đến ngày {}. {note}", on_paper(lists.as_of));
    sheet.write_string_with_format(1, 0, note, &styles.note)?;
    sheet.set_landscape();
    // A4, as wide as a page and as long as it takes.
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&8Có thông tin cá nhân&R&8Trang &P/&N");
    Ok(())
}

/// Makes a row as high as the longest of its texts needs: programs that only show a workbook do not do it themselves.
fn fit_row<'t>(
    sheet: &mut Worksheet,
    row: u32,
    texts: impl Iterator<Item = (&'t str, f64)>,
) -> Result<(), XlsxError> {
    let lines = |(text, width): (&str, f64)| (text.chars().count() as f64 * 1.1 / width).ceil();
    let lines = texts.map(lines).fold(1.0, f64::max);
    sheet.set_row_height(row, (lines * LINE).min(ROW_HEIGHT_MAX))?;
    Ok(())
}

fn write_overview(
    sheet: &mut Worksheet,
    lists: &CommuneLists,
    tasks: &[(Task, Vec<&Call>)],
    styles: &Styles,
) -> Result<(), XlsxError> {
    let note = "Mỗi việc còn người cần làm có một trang riêng, xếp theo xóm, nhóm ưu tiên trước.";
    head(sheet, "Việc cần làm", lists, note, styles)?;
    let mut row = HEADER_ROW;
    for (column, (header, width)) in GOALS.into_iter().enumerate() {
        write_text(sheet, row, column, header, &styles.header)?;
        sheet.set_column_width(column as u16, width)?;
    }
    fit_row(sheet, row, GOALS.into_iter())?;
    for column in GOALS.len()..=2 * tasks.len() {
        sheet.set_column_width(column as u16, HAMLET_WIDTH)?;
    }
    for goal in &lists.standing.goals {
        row += 1;
        write_goal(sheet, row, goal, styles)?;
    }
    row = write_hamlets(sheet, row + 2, tasks, styles)? + 2;
    write_text(sheet, row, 0, "Danh sách cần rà soát", &styles.header)?;
    write_text(sheet, row, 1, "Số người", &styles.header)?;
    for (label, persons) in &lists.standing.reviews {
        row += 1;
        fit_row(sheet, row, [(*label, GOALS[0].1)].into_iter())?;
        write_text(sheet, row, 0, label, &styles.cell)?;
        sheet.write_number_with_format(row, 1, *persons as f64, &styles.count)?;
    }
    Ok(())
}

fn write_goal(
    sheet: &mut Worksheet,
    row: u32,
    goal: &Goal,
    styles: &Styles,
) -> Result<(), XlsxError> {
    fit_row(sheet, row, [(goal.label.as_str(), GOALS[0].1)].into_iter())?;
    let count = |value: Option<u64>| value.map(|count| count as f64);
    for (column, value, style) in [
        (1, count(goal.numerator), &styles.count),
        (2, count(goal.denominator), &styles.count),
        (6, goal.required_per_day, &styles.need),
    ] {
        match value {
            Some(value) => sheet.write_number_with_format(row, column, value, style)?,
            None => sheet.write_blank(row, column, &styles.cell)?,
        };
    }
    for (column, text) in [
        (0, goal.label.as_str()),
        (3, &value_in_words(goal)),
        (4, &target_in_words(goal)),
        (5, &gap_in_words(goal)),
        (7, &goal.deadline.map(on_paper).unwrap_or_default()),
        (8, state_words(&goal.state, Lang::Vi)),
    ] {
        write_text(sheet, row, column, text, &styles.cell)?;
    }
    Ok(())
}

/// `38,8 %`, `19,6`.
fn value_in_words(goal: &Goal) -> String {
    let text = match (&goal.displayed_percent, goal.value) {
        (Some(percent), _) => format!("{percent} %"),
        (None, Some(value)) => format!("{value:.1}"),
        (None, None) => String::new(),
    };
    text.replace('.', ",")
}

/// How many are missing, or beyond what a ceiling allows.
fn gap_in_words(goal: &Goal) -> String {
    let is_ceiling = matches!(goal.direction.as_str(), "at_most" | "less_than");
    match goal.gap {
        None => String::new(),
        Some(gap @ 1..) if is_ceiling => format!("vượt {gap}"),
        Some(gap) => gap.to_string(),
    }
}

/// `≥ 100 %`, `> 98 %`, `≤ 13`.
fn target_in_words(goal: &Goal) -> String {
    let sign = match goal.direction.as_str() {
        "at_least" => "≥",
        "more_than" => ">",
        "at_most" => "≤",
        "less_than" => "<",
        _ => "~",
    };
    let number = |value: f64| {
        let text = format!("{value:.2}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        text.replace('.', ",")
    };
    match goal.unit.as_str() {
        "share" => format!("{sign} {} %", number(goal.target * 100.0)),
        "yes_no" => "phải xong".to_owned(),
        _ => format!("{sign} {}", number(goal.target)),
    }
}

/// How many are on a list, and how many of them come first.
#[derive(Debug, Clone, Copy, Default)]
struct Listed {
    all: u32,
    first: u32,
}

/// Every list's people by hamlet. Returns the last row written.
fn write_hamlets(
    sheet: &mut Worksheet,
    header_row: u32,
    tasks: &[(Task, Vec<&Call>)],
    styles: &Styles,
) -> Result<u32, XlsxError> {
    let mut hamlets: BTreeMap<(HamletOrder, &str), Vec<Listed>> = BTreeMap::new();
    let mut totals = vec![Listed::default(); tasks.len()];
    for (at, (_, calls)) in tasks.iter().enumerate() {
        for call in calls {
            let of_hamlet = hamlets
                .entry((hamlet_order(&call.hamlet), &call.hamlet))
                .or_default();
            of_hamlet.resize(tasks.len(), Listed::default());
            for listed in [&mut of_hamlet[at], &mut totals[at]] {
                listed.all += 1;
                listed.first += u32::from(call.is_priority);
            }
        }
    }
    sheet.set_row_height(header_row, 2.0 * LINE)?;
    write_text(sheet, header_row, 0, COLUMNS[0].0, &styles.header)?;
    for (at, (task, _)) in tasks.iter().enumerate() {
        write_text(sheet, header_row, 1 + 2 * at, title(*task), &styles.header)?;
        let first = "trong đó ưu tiên";
        write_text(sheet, header_row, 2 + 2 * at, first, &styles.header)?;
    }
    let mut write_row = |row: u32, name: &str, listed: &[Listed], style: &Format| {
        write_text(sheet, row, 0, name, &styles.cell)?;
        for (at, Listed { all, first }) in listed.iter().enumerate() {
            let column = 1 + 2 * at as u16;
            sheet.write_number_with_format(row, column, *all, style)?;
            sheet.write_number_with_format(row, column + 1, *first, style)?;
        }
        Ok::<(), XlsxError>(())
    };
    let mut row = header_row + 1;
    write_row(row, "Cả xã", &totals, &styles.total)?;
    for ((_, hamlet), listed) in &hamlets {
        row += 1;
        let name = if hamlet.is_empty() { NOT_GIVEN } else { hamlet };
        write_row(row, name, listed, &styles.count)?;
    }
    Ok(row)
}

fn write_calls(
    sheet: &mut Worksheet,
    lists: &CommuneLists,
    task: Task,
    calls: &[&Call],
    styles: &Styles,
) -> Result<(), XlsxError> {
    let shown = &calls[..calls.len().min(ROWS_MAX)];
    let note = match calls.len() - shown.len() {
        0 => format!("{} người. {PRIVATE}", calls.len()),
        more => format!(
            "{} người, còn {more} người nữa không ghi ở đây. {PRIVATE}",
            calls.len()
        ),
    };
    head(sheet, title(task), lists, &note, styles)?;
    for (column, (header, width)) in COLUMNS.into_iter().enumerate() {
        write_text(sheet, HEADER_ROW, column, header, &styles.header)?;
        sheet.set_column_width(column as u16, width)?;
    }
    sheet.set_row_height(HEADER_ROW, 2.0 * LINE)?;
    for (row, call) in (HEADER_ROW + 1..).zip(shown) {
        write_call(sheet, row, call, styles)?;
    }
    let (last_row, last_column) = (HEADER_ROW + shown.len() as u32, COLUMNS.len() as u16 - 1);
    // Excel would mark every telephone number as a number that is stored as text.
    let as_text = IgnoreError::NumberStoredAsText;
    sheet.ignore_error_range(HEADER_ROW, 0, last_row, last_column, as_text)?;
    sheet.set_freeze_panes(HEADER_ROW + 1, 3)?;
    sheet.autofilter(HEADER_ROW, 0, last_row, last_column)?;
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    Ok(())
}

fn write_call(
    sheet: &mut Worksheet,
    row: u32,
    call: &Call,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let style = if call.is_priority {
        &styles.first
    } else {
        &styles.cell
    };
    let hamlet = match call.hamlet.as_str() {
        "" => NOT_GIVEN,
        hamlet => hamlet,
    };
    let age = call
        .age_years
        .map(|age| age.to_string())
        .unwrap_or_default();
    // What ails somebody, or how poor they are, is nothing that a list of cards needs.
    let groups = match call.task {
        Task::ScreeningDue => call.groups.as_str(),
        _ => "",
    };
    let cells: [&str; COLUMNS.len()] = [
        hamlet,
        if call.is_priority { "x" } else { "" },
        &call.full_name,
        &as_people_write("birth_date", &call.birth_date),
        &age,
        &as_people_write("sex", &call.sex),
        &call.phone,
        groups,
        call.reason,
        "",
    ];
    let widths = COLUMNS.iter().map(|(_, width)| *width);
    fit_row(sheet, row, cells.into_iter().zip(widths))?;
    for (column, text) in cells.into_iter().enumerate() {
        write_text(sheet, row, column, text, style)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(direction: &str, unit: &str, target: f64, value: f64, gap: Option<u64>) -> Goal {
        Goal {
            label: String::new(),
            numerator: None,
            denominator: None,
            value: Some(value),
            displayed_percent: (unit == "share").then(|| format!("{:.1}", value * 100.0)),
            target,
            direction: direction.to_owned(),
            unit: unit.to_owned(),
            gap,
            required_per_day: None,
            deadline: None,
            state: "not_met".to_owned(),
        }
    }

    #[test]
    fn targets_values_and_gaps_are_as_on_papers() {
        for (goal, target, value, gap) in [
            (
                goal("more_than", "share", 0.98, 0.9, Some(12)),
                "> 98 %",
                "90,0 %",
                "12",
            ),
            (
                goal("less_than", "share", 0.13, 0.2, Some(20)),
                "< 13 %",
                "20,0 %",
                "vượt 20",
            ),
            (
                goal("at_least", "per_10000", 10.5, 19.62, Some(0)),
                "≥ 10,5",
                "19,6",
                "0",
            ),
            (
                goal("at_most", "number", 2.1, 2.0, None),
                "≤ 2,1",
                "2,0",
                "",
            ),
            (
                goal("at_least", "yes_no", 1.0, 1.0, Some(0)),
                "phải xong",
                "1,0",
                "0",
            ),
        ] {
            assert_eq!(target_in_words(&goal), target);
            assert_eq!(value_in_words(&goal), value);
            assert_eq!(gap_in_words(&goal), gap);
        }
    }
}
