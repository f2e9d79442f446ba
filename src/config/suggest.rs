//! What a misspelt word was probably meant to be.

/// Candidates shown when none is close.
const SHOWN_MAX: usize = 12;

/// The candidate nearest to `word`, if at most a third of its letters differ or one begins the other; the
/// first of equals.
pub fn closest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let edits_max = word.chars().count() / 3;
    let begins = |candidate: &str| {
        edits_max > 0 && (candidate.starts_with(word) || word.starts_with(candidate))
    };
    candidates
        .iter()
        .map(|candidate| (edits(word, candidate), *candidate))
        .filter(|(edits, candidate)| *edits <= edits_max || begins(candidate))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// ``did you mean `x`?`` where something is close, else what there is.
pub fn did_you_mean(word: &str, candidates: &[&str]) -> String {
    if let Some(candidate) = closest(word, candidates) {
        return format!("did you mean `{candidate}`?");
    }
    match candidates {
        [] => "there is none to use".to_owned(),
        _ => format!("use one of {}", listed(word, candidates)),
    }
}

fn listed(word: &str, candidates: &[&str]) -> String {
    let mut nearest = candidates.to_vec();
    if nearest.len() > SHOWN_MAX {
        nearest.sort_by_key(|candidate| edits(word, candidate));
    }
    let shown: Vec<String> = nearest
        .iter()
        .take(SHOWN_MAX)
        .map(|candidate| format!("`{candidate}`"))
        .collect();
    let rest = match candidates.len().saturating_sub(SHOWN_MAX) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    format!("{}{rest}", shown.join(", "))
}

/// Edits between two words, a swap of neighbours being one and case none.
fn edits(left: &str, right: &str) -> usize {
    strsim::osa_distance(&left.to_lowercase(), &right.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_finds_its_word_and_a_stranger_finds_the_list() {
        let keys = ["keep", "directory"];
        assert_eq!(did_you_mean("kepe", &keys), "did you mean `keep`?");
        assert_eq!(did_you_mean("dir", &keys), "did you mean `directory`?");
        assert_eq!(
            did_you_mean("Directory", &keys),
            "did you mean `directory`?"
        );
        assert_eq!(
            did_you_mean("colour", &keys),
            "use one of `keep`, `directory`"
        );
        assert_eq!(did_you_mean("colour", &[]), "there is none to use");
    }

    #[test]
    fn a_word_too_short_to_misspell_finds_the_list() {
        assert_eq!(did_you_mean("17", &["1", "16"]), "use one of `1`, `16`");
    }

    #[test]
    fn a_long_list_is_cut() {
        let keys: Vec<String> = (10..40).map(|n| format!("key_{n}")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        assert!(did_you_mean("colour", &keys).ends_with("`key_21` and 18 more"));
    }
}
