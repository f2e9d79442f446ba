//! Finding words and `use` paths in code.

/// Reads paths like `crate::a::{b, c::d}`.
pub struct Cursor<'t> {
    pub text: &'t str,
    pub at: usize,
}

impl Cursor<'_> {
    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn takes(&mut self, token: &str) -> bool {
        self.skip_blanks();
        let is_next = self.text[self.at..].starts_with(token);
        self.at += if is_next { token.len() } else { 0 };
        is_next
    }

    fn word(&mut self) -> String {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let end = rest
            .find(|letter: char| !is_word(letter) && letter != '*')
            .unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }

    pub fn paths(&mut self) -> Vec<Vec<String>> {
        let mut path = Vec::new();
        loop {
            if self.takes("{") {
                return self.group(&path);
            }
            path.push(self.word());
            if !self.takes("::") || self.text[self.at..].starts_with('<') {
                return vec![path];
            }
        }
    }

    fn group(&mut self, before: &[String]) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        while !self.takes("}") && self.at < self.text.len() {
            let inner = self.paths().into_iter();
            all.extend(inner.map(|path| [before, &path].concat()));
            // `a as b` and the comma behind it.
            let rest = &self.text[self.at..];
            self.at += rest.find([',', '}']).unwrap_or(rest.len());
            self.takes(",");
        }
        all
    }
}

pub fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Where `word` stands in `text`, not as a part of a longer word.
pub fn words(text: &str, word: &str) -> Vec<usize> {
    let ends_in_word = word.ends_with(is_word);
    let whole = |at: &usize| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !(before.is_some_and(is_word) || ends_in_word && after.is_some_and(is_word))
    };
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(whole)
        .collect()
}
