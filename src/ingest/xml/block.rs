//! The parts of a record, and which of them are read.

/// Which message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// KHAMSUCKHOE.
    HealthCheck,
    /// GIAMDINHHS.
    Visit,
}

/// What is done with a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Its tags are cells of the row.
    Fields,
    /// A list of results, of which a few are cells of the row.
    Results,
    /// No dataset needs it, or none may have it: HIV and tuberculosis.
    Unread,
    /// Its number does not tell: its root does.
    AskRoot,
}

impl Message {
    /// What is done with the part of a number, LOAIHOSO.
    pub fn use_of(self, number: Option<u8>) -> Use {
        match (self, number) {
            (_, None) => Use::AskRoot,
            // XML1 person, XML2 the check, XML3 vital signs, XML4 nutrition, XML10 physique, XML12 conclusion. One
            // description of QĐ 2062 has the conclusion as XML8.
            (Self::HealthCheck, Some(1..=4 | 10 | 12)) => Use::Fields,
            (Self::HealthCheck, Some(8)) => Use::AskRoot,
            (Self::HealthCheck, Some(11)) => Use::Results,
            (Self::Visit, Some(1)) => Use::Fields,
            (Self::Visit, Some(4)) => Use::Results,
            _ => Use::Unread,
        }
    }

    /// What is done with a part whose document begins with `root`.
    pub fn use_of_root(self, root: &str) -> Use {
        let root = root.to_ascii_uppercase();
        match (self, root.as_str()) {
            (
                Self::HealthCheck,
                "THONG_TIN_HANH_CHINH"
                | "THONG_TIN_CHUNG_VE_LAN_KHAM"
                | "DANH_GIA_DAU_HIEU_SINH_TON"
                | "DANH_GIA_DINH_DUONG"
                | "KHAM_THE_LUC"
                | "KET_LUAN",
            )
            | (Self::Visit, "TONG_HOP") => Use::Fields,
            (Self::HealthCheck, "KHAM_CAN_LAM_SANG")
            | (Self::Visit, "CHITIEU_CHITIET_DICHVUCANLAMSANG") => Use::Results,
            _ => Use::Unread,
        }
    }
}

/// The number in `XML11`, `xml11` or `11`.
pub fn number(text: &str) -> Option<u8> {
    let text = text.trim();
    let is_named = text
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("xml"));
    let digits = if is_named { text[3..].trim() } else { text };
    digits
        .parse()
        .ok()
        .filter(|number| (1..=31).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_about_hiv_and_tuberculosis_are_never_read() {
        for message in [Message::HealthCheck, Message::Visit] {
            for part in ["XML6", "XML15", "xml6", " 15 "] {
                assert_eq!(message.use_of(number(part)), Use::Unread, "{part}");
            }
            assert_eq!(message.use_of_root("CHITIEU_HIV"), Use::Unread);
        }
    }

    #[test]
    fn a_number_that_does_not_tell_asks_the_root() {
        for part in ["", "XML", "XML0", "Ẩ1", "XML99"] {
            assert_eq!(Message::Visit.use_of(number(part)), Use::AskRoot, "{part}");
        }
        assert_eq!(Message::HealthCheck.use_of_root("Ket_Luan"), Use::Fields);
        assert_eq!(Message::Visit.use_of_root("KET_LUAN"), Use::Unread);
    }
}
