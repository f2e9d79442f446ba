//! Patterns of file names: `ke_hoach_{commune}_{date}.*`.

use std::ops::Range;

use super::document::Reported;
use super::item::Item;
use super::suggest::did_you_mean;

const PLACEHOLDERS: [&str; 3] = ["{date}", "{commune}", "{unit}"];

/// A pattern whose braces are closed and hold a known placeholder, at most once each, or alternatives.
pub fn read(item: &Item<'_>) -> Result<String, Reported> {
    let pattern = item.filled_text()?;
    if let Some(slash) = pattern.find(['/', '\\']) {
        let mistake = at(item, slash..slash + 1, "`file_name` must not hold a folder");
        return Err(mistake.help("write the folder under `folder`").report());
    }
    let mut seen = Vec::new();
    for braces in braces(pattern) {
        let place =
            braces.map_err(|open| at(item, open..open + 1, "a brace is not paired").report())?;
        let name = &pattern[place.clone()];
        placeholder(item, place, name, &mut seen)?;
    }
    Ok(pattern.to_owned())
}

fn placeholder<'a>(
    item: &Item<'_>,
    place: Range<usize>,
    name: &'a str,
    seen: &mut Vec<&'a str>,
) -> Result<(), Reported> {
    if name.contains('|') {
        return Ok(());
    }
    if !PLACEHOLDERS.contains(&name) {
        let mistake = at(item, place, &format!("there is no placeholder `{name}`"));
        return Err(mistake.help(did_you_mean(name, &PLACEHOLDERS)).report());
    }
    if seen.contains(&name) {
        return Err(at(item, place, &format!("`{name}` stands twice")).report());
    }
    seen.push(name);
    Ok(())
}

fn at<'a>(item: &Item<'a>, place: Range<usize>, title: &str) -> super::document::Mistake<'a> {
    item.document
        .mistake(item.span_within(place), title)
        .label("here")
}

/// Places of `{…}` from left to right; an unpaired brace is an error with its place, and the end.
fn braces(pattern: &str) -> Vec<Result<Range<usize>, usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(next) = pattern[from..].find(['{', '}']) {
        let open = from + next;
        let close = pattern[open + 1..]
            .find(['{', '}'])
            .map(|close| open + 1 + close);
        match close {
            Some(close)
                if pattern[open..].starts_with('{') && pattern[close..].starts_with('}') =>
            {
                found.push(Ok(open..close + 1));
                from = close + 1;
            }
            _ => {
                found.push(Err(open));
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::braces;

    #[test]
    fn braces_are_paired_and_not_nested() {
        assert_eq!(braces("a_{date}.{csv|xlsx}"), [Ok(2..8), Ok(9..19)]);
        assert_eq!(braces("a_{date"), [Err(2)]);
        assert_eq!(braces("a}_{date}"), [Err(1)]);
        assert_eq!(braces("{a{date}}"), [Err(0)]);
        assert!(braces("").is_empty());
    }
}
