//! Whether a word is spelled as Vietnamese spells: onset, rhyme and tone that go together.
//!
//! Only readings of the same bytes are compared by it. It rejects nothing: names of Mông, Dao, Êđê and of
//! foreigners do not keep these rules.

use std::sync::LazyLock;

use crate::domain::fast_map::FastSet;
use crate::domain::letter::{Class, letter};

/// Onsets and rhymes of the national spelling (quốc ngữ), as in L. C. Thompson, A Vietnamese Reference
/// Grammar (1987), with the rare ones of names and loans.
const ONSETS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
    "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
];

const RHYMES: &str = "a ac ach ai am an ang anh ao ap at au ay \
    ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu \
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on \
    ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut \
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu \
    ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu \
    y yê yêm yên yêng yêt yêu yn ynh yt ych";

static RHYME_SET: LazyLock<FastSet<&str>> = LazyLock::new(|| RHYMES.split_whitespace().collect());

/// Words that rosters are full of: where two readings both spell well, the one with these is right.
const COMMON: &str = "và họ tên năm sinh ngày tháng số mã thẻ giới tính nữ dân tộc địa chỉ đối tượng ghi chú tỉnh \
    huyện xã phường thôn xóm bản tổ hộ danh sách trạm tế khám sức khỏe khoẻ bệnh kết quả luận chiều cân nặng huyết \
    áp điện thoại nghề nghiệp lớp trường người cộng hòa hoà độc lập hạnh phúc việt thị văn nguyễn hoàng nông đàm \
    triệu lý đặng trần lê phạm vũ đức hồng tày nùng mông";

static COMMON_SET: LazyLock<FastSet<&str>> = LazyLock::new(|| COMMON.split_whitespace().collect());

/// How a piece of text without blanks spells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    /// Every word in it keeps the rules.
    pub is_legal: bool,
    /// And one of them is among the words that rosters are full of.
    pub is_common: bool,
}

/// Spelling of composed text.
#[must_use]
pub fn spelling(text: &str) -> Spelling {
    let mut found = Spelling {
        is_legal: true,
        is_common: false,
    };
    let mut words = 0;
    for word in text.split(parts_words).filter(|word| !word.is_empty()) {
        words += 1;
        found.is_legal &= is_syllable(word);
        found.is_common |= found.is_legal && COMMON_SET.contains(word.to_lowercase().as_str());
    }
    found.is_legal &= words > 0;
    found.is_common &= found.is_legal;
    found
}

/// Blanks, ASCII signs, typographic signs. Others between letters (§, ©, ¬) are letters read wrongly.
fn parts_words(c: char) -> bool {
    let is_typographic = ('\u{2010}'..='\u{203a}').contains(&c);
    let is_ascii_sign = c.is_ascii() && !c.is_ascii_alphabetic() && !is_letter_of_viscii(c);
    let is_hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}');
    is_ascii_sign || is_typographic || is_hidden || c.is_whitespace()
}

/// Control characters that are letters in VISCII: Ẳ Ẵ Ẫ Ỷ Ỹ Ỵ.
#[must_use]
pub fn is_letter_of_viscii(c: char) -> bool {
    matches!(
        c,
        '\u{2}' | '\u{5}' | '\u{6}' | '\u{14}' | '\u{19}' | '\u{1e}'
    )
}

fn is_syllable(word: &str) -> bool {
    let mut plain = String::with_capacity(word.len());
    let (mut tone, mut was_small) = (0, false);
    for c in word.chars() {
        let entry = letter(c);
        // A capital behind a small letter is a byte read in the wrong encoding; a second tone as well.
        if entry.class != Class::Letter
            || (was_small && c != entry.lower)
            || (tone > 0 && entry.tone > 0)
        {
            return false;
        }
        was_small |= c != entry.upper;
        tone = tone.max(entry.tone);
        plain.push(entry.toneless);
    }
    let mut splits = ONSETS.iter().filter_map(|onset| {
        let rhyme = plain.strip_prefix(onset)?;
        Some((*onset, rhyme))
    });
    let fits = |(onset, rhyme): (&str, &str)| {
        RHYME_SET.contains(rhyme) && is_spelled_together(onset, rhyme) && can_bear(rhyme, tone)
    };
    splits.any(fits)
}

/// k, gh, ngh before e, ê, i, y; c, g, ng before the others.
fn is_spelled_together(onset: &str, rhyme: &str) -> bool {
    let is_front = rhyme.starts_with(['e', 'ê', 'i', 'y']);
    match onset {
        "k" | "gh" | "ngh" => is_front,
        "c" | "ng" => !is_front,
        // gì, giêng
        "g" => !is_front || rhyme.starts_with('i'),
        _ => true,
    }
}

/// A rhyme that ends in c, ch, p or t has the tone sắc or nặng.
fn can_bear(rhyme: &str, tone: u8) -> bool {
    let stops = rhyme.ends_with(['c', 'p', 't']) || rhyme.ends_with("ch");
    !stops || matches!(tone, 2 | 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_rosters_are_spelled_as_the_rules_say() {
        let words = "Nguyễn Thị Hòa Hoà Nông Văn Thủy Thuỷ xã Đàm huyện Trùng Khánh Quý Quỳnh gì Giêng Nghĩa \
            Ngọc Kiên Ghềnh ương Ươm Ấm Ý Yến Uyên Huỳnh Thuận Thoại Khuyến Quốc Quyết Mỷ Coóng Guyển NGUYỄN";
        for word in words.split_whitespace() {
            assert!(spelling(word).is_legal, "{word}");
        }
    }

    #[test]
    fn letters_read_wrongly_are_not() {
        let words = "NguyÔn ThÞ Hßa N«ng V¨n §µm Nguyeãn Hoøa Vaên Nguy\u{ad}n vỊ Thủý Các\u{301} Hoac\u{303} bac \
            Ðàm José Müller kà ngề";
        for word in words.split_whitespace() {
            assert!(!spelling(word).is_legal, "{word}");
        }
        assert!(!spelling("").is_legal);
    }
}
