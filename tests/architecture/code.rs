//! What of a source file is code, and which code ships: everything else blanked out, places kept.

use super::paths::is_word;

/// Blanks out what is no code, keeping line breaks and the places of everything else.
pub fn without_comments_and_texts(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let previous = code.chars().next_back();
        let length = match skipped_length(rest, previous) {
            0 => {
                code.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            }
            length => length,
        };
        blank(&mut code, &rest[..length]);
        rest = &rest[length..];
    }
    code
}

fn blank(code: &mut String, text: &str) {
    code.extend(
        text.bytes()
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
    );
}

/// How many bytes of comment, text or letter begin here; 0 for code.
fn skipped_length(rest: &str, previous: Option<char>) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if let Some(inside) = rest.strip_prefix('"') {
        return 1 + quoted(inside, '"');
    }
    if rest.starts_with('\'') {
        return letter(rest);
    }
    let is_word_start = !previous.is_some_and(is_word);
    let hashes = rest
        .trim_start_matches(['b', 'c'])
        .strip_prefix('r')
        .map(|rest| rest.len() - rest.trim_start_matches('#').len());
    match hashes {
        Some(hashes) if is_word_start => raw(rest, hashes),
        _ => 0,
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        match &rest[at..] {
            tail if tail.starts_with("/*") => (depth, at) = (depth + 1, at + 2),
            tail if tail.starts_with("*/") => (depth, at) = (depth - 1, at + 2),
            tail => at += tail.chars().next().map_or(1, char::len_utf8),
        }
        if depth == 0 || at >= rest.len() {
            return at.min(rest.len());
        }
    }
}

/// Up to and with the closing `quote`; `\` takes the meaning of what follows.
fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, letter) in rest.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            letter if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// A letter in quotes; 0 for a lifetime.
fn letter(rest: &str) -> usize {
    let mut inside = rest[1..].chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), _) => 1 + quoted(&rest[1..], '\''),
        (Some(letter), Some('\'')) => 2 + letter.len_utf8(),
        _ => 0,
    }
}

/// `r"…"` and `r#"…"#`; 0 where a word begins with r.
fn raw(rest: &str, hashes: usize) -> usize {
    let Some(open) = rest.find('"') else { return 0 };
    let is_raw = rest[..open]
        .trim_start_matches(['b', 'c'])
        .strip_prefix('r');
    if is_raw.is_none_or(|between| between.len() != hashes) {
        return 0;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let end = rest[open + 1..].find(&close);
    end.map_or(rest.len(), |end| open + 1 + end + close.len())
}

/// Blanks out every item behind `#[cfg(test)]`.
pub fn without_tests(code: &str) -> String {
    let mut shipped = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        shipped.push_str(&rest[..at]);
        let length = item_length(&rest[at..]);
        blank(&mut shipped, &rest[at..at + length]);
        rest = &rest[at + length..];
    }
    shipped + rest
}

/// Up to the `;` of an item or to the end of its block.
pub fn item_length(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in rest.char_indices() {
        match letter {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    rest.len()
}
