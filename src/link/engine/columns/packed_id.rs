//! Identifiers of digits as one number.

/// Packs an identifier of up to 16 digits. Leading zeros count: `012` is not `12`. `None` where it is none.
#[must_use]
pub fn pack_id(digits: &str) -> Option<u64> {
    let is_id = (1..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let number: u64 = is_id.then(|| digits.parse().ok()).flatten()?;
    Some((digits.len() as u64) << 56 | number)
}

/// The digits of a packed identifier, in the first bytes of the buffer, and how many they are.
#[must_use]
pub fn unpack_id(id: u64) -> ([u8; 16], usize) {
    let (mut digits, len) = ([b'0'; 16], ((id >> 56) as usize).min(16));
    let mut number = id & ((1 << 56) - 1);
    for digit in digits[..len].iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
    (digits, len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_keep_their_zeros() {
        let id = pack_id("012345").unwrap();
        let (digits, len) = unpack_id(id);
        assert_eq!(&digits[..len], b"012345");
        assert_ne!(pack_id("12"), pack_id("012"));
        for wrong in ["", "12a", "12345678901234567"] {
            assert_eq!(pack_id(wrong), None);
        }
    }
}
