//! People who do not exist, in a register and on a roster.

use std::fmt::Write;

/// A person, and what the roster makes of it.
pub struct Person {
    number: usize,
    name: String,
    /// Year, month, day.
    birth: (usize, usize, usize),
    hamlet: &'static str,
}

const FAMILY: [&str; 7] = ["Nông", "Hoàng", "Triệu", "Lý", "Đàm", "Bế", "Lục"];
const MIDDLE: [&str; 5] = ["Thị", "Văn", "A", "Thị Thu", "Đức"];
const GIVEN: [&str; 11] = [
    "Ấm", "Chản", "Dình", "Hương", "Khoa", "Lan", "Mai", "Pá", "Sì", "Thuỷ", "Vừ",
];
const HAMLETS: [&str; 6] = [
    "Nà Pò",
    "Bản Khòn",
    "Lũng Rì",
    "Pác Miầu",
    "Cốc Lại",
    "Khuổi Vin",
];

/// So many people; which names and days meet follows from small primes.
pub fn invented(count: usize) -> Vec<Person> {
    let person = |number: usize| Person {
        number,
        name: format!(
            "{} {} {}",
            FAMILY[number % 7],
            MIDDLE[number / 7 % 5],
            GIVEN[number * 3 % 11]
        ),
        birth: (
            1940 + number * 17 % 71,
            1 + number * 5 % 12,
            13 + number * 7 % 16,
        ),
        hamlet: HAMLETS[number * 13 % 6],
    };
    (0..count).map(person).collect()
}

impl Person {
    fn cccd(&self) -> String {
        let century = if self.birth.0 < 2000 { 0 } else { 2 };
        let year = self.birth.0 % 100;
        format!("003{century}{year:02}{:06}", 100_000 + self.number * 7)
    }

    fn is_on_roster(&self) -> bool {
        self.number.is_multiple_of(3)
    }

    /// Some are on the roster twice.
    fn is_twice(&self) -> bool {
        self.number.is_multiple_of(15)
    }
}

pub fn register(people: &[Person]) -> String {
    let mut text = "ma,ho_ten,ngay_sinh,so_cccd,xom\n".to_owned();
    for person in people {
        let (year, month, day) = person.birth;
        let (number, name, cccd) = (person.number, &person.name, person.cccd());
        let hamlet = person.hamlet;
        writeln!(
            text,
            "R{number:05},{name},{day:02}/{month:02}/{year},{cccd},{hamlet}"
        )
        .unwrap();
    }
    text
}

/// Names without marks, years alone, numbers missing: one slip or another in most rows.
pub fn roster(people: &[Person]) -> String {
    let mut text = "stt;ho_ten;ngay_sinh;cccd;xom\n".to_owned();
    for person in people.iter().filter(|person| person.is_on_roster()) {
        let (year, month, day) = person.birth;
        let (number, slip) = (person.number, person.number / 3);
        let name = match slip % 4 {
            1 => toandan::reference::fold(&person.name),
            _ => person.name.to_uppercase(),
        };
        let birth = match slip % 5 {
            2 => year.to_string(),
            _ => format!("{day}/{month}/{year}"),
        };
        let cccd = match slip % 3 {
            0 => String::new(),
            _ => person.cccd(),
        };
        writeln!(text, "{number};{name};{birth};{cccd};{}", person.hamlet).unwrap();
        if person.is_twice() {
            let cccd = person.cccd();
            writeln!(text, "{number}b;{name};{birth};{cccd};{}", person.hamlet).unwrap();
        }
    }
    text
}

pub fn labels(people: &[Person]) -> String {
    let mut text = "table,id,cluster\n".to_owned();
    for person in people {
        let number = person.number;
        writeln!(text, "register,R{number:05},p{number}").unwrap();
        if person.is_on_roster() {
            writeln!(text, "roster,{number},p{number}").unwrap();
        }
        if person.is_twice() {
            writeln!(text, "roster,{number}b,p{number}").unwrap();
        }
    }
    text
}
