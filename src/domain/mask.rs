//! What may be shown of a person in logs, errors, progress and reports.

/// Keeps the first and last three characters of an identifier: `003******345`; short values vanish whole.
#[must_use]
pub fn mask(value: &str) -> String {
    let shown = 3;
    let length = value.chars().count();
    if length <= 3 * shown {
        return "*".repeat(length);
    }
    value
        .chars()
        .enumerate()
        .map(|(index, letter)| {
            if index < shown || index >= length - shown {
                letter
            } else {
                '*'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn only_the_ends_of_long_values_are_shown() {
        assert_eq!(mask("003190012345"), "003******345");
        assert_eq!(mask("081234567"), "*********");
        assert_eq!(mask("Nông Văn Ấm"), "Nôn***** Ấm");
        assert_eq!(mask(""), "");
    }
}
