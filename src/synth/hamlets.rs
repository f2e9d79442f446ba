//! Hamlets (xóm, tổ dân phố) with invented names and one prevailing ethnic group each.

use std::collections::BTreeSet;

use super::dice::Dice;
use super::person::Ethnic;
use crate::reference::CommuneKind;

const FIRST: [&str; 22] = [
    "Nà", "Pác", "Bản", "Lũng", "Cốc", "Khuổi", "Phia", "Thang", "Nặm", "Co", "Đông", "Kéo", "Pò",
    "Tổng", "Vằng", "Lam", "Bó", "Keng", "Cò", "Phja", "Rằng", "Háng",
];
const SECOND: [&str; 48] = [
    "Pò", "Vài", "Sao", "Mười", "Lạn", "Lòa", "Chang", "Khoang", "Mạ", "Bốc", "Loỏng", "Tậu",
    "Riềng", "Gà", "Quang", "Rụng", "Đeng", "Chia", "Lại", "Kít", "Thán", "Sẻng", "Mèn", "Dạ",
    "Hẩy", "Cuổi", "Luông", "Nòi", "Ngườm", "Tấu", "Sẳng", "Vạc", "Hoài", "Thốc", "Bưa", "Tèng",
    "Phung", "Cải", "Đuốc", "Lầu", "Tả", "Mỏ", "Viềng", "Slung", "Roác", "Nhùng", "Giáp", "Pheo",
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hamlet {
    /// As rosters write it: `Xóm Nà Pò`, `Tổ 5`.
    pub name: String,
    pub ethnic: Ethnic,
}

/// One hamlet per about 180 invented residents, from 4 to 45.
pub fn hamlets(
    kind: CommuneKind,
    residents: u64,
    mix: &[(Ethnic, f64)],
    dice: &mut Dice,
) -> Vec<Hamlet> {
    let count = (residents / 180).clamp(4, 45) as usize;
    let mut taken = BTreeSet::new();
    (0..count)
        .map(|index| Hamlet {
            name: name(kind, index, &mut taken, dice),
            ethnic: dice.weighted(mix),
        })
        .collect()
}

fn name(kind: CommuneKind, index: usize, taken: &mut BTreeSet<String>, dice: &mut Dice) -> String {
    if kind == CommuneKind::Phuong {
        return format!("Tổ {}", index + 1);
    }
    loop {
        let name = format!("Xóm {} {}", dice.pick(&FIRST), dice.pick(&SECOND));
        if taken.insert(name.clone()) {
            return name;
        }
    }
}
