//! Places that numbers name: where a birth, or a person at the social insurer, was first registered.

/// Places that cccd numbers name: `0` and the two-digit GSO code of each of the 63 provinces before 1 July 2025
/// (GSO list of 18 July 2025, old units), and 003, which no province has and invented people carry.
const PLACES: [u16; 64] = [
    1, 2, 3, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36,
    37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75,
    77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

/// [`PLACES`] as bits: a rule looks at every row with a cccd.
static IS_PLACE: u128 = bits(&PLACES);

const fn bits(places: &[u16]) -> u128 {
    let mut bits = 0;
    let mut index = 0;
    while index < places.len() {
        bits |= 1 << places[index];
        index += 1;
    }
    bits
}

/// Whether a place code, three digits of a cccd or two of a bhxh number, is one of the list.
#[must_use]
pub fn is_place(code: u16) -> bool {
    code < 128 && IS_PLACE >> code & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_the_listed_places_are_known() {
        let known: Vec<u16> = (0..1000).filter(|code| is_place(*code)).collect();
        assert_eq!(known, PLACES);
    }
}
