//! XML of workbooks, token by token, from a window that slides over the bytes.
//!
//! Workbooks are XML that programs wrote: names, attributes and text are all that is asked of it. The window holds
//! one token, so that memory is bounded by the longest token allowed, whatever the part unpacks to.

use std::io::Read;

use memchr::{memchr, memchr3, memmem};

/// Bytes that the window begins with.
const WINDOW_BYTES: usize = 64 << 10;

/// Why markup cannot be read further.
#[derive(Debug)]
pub enum MarkupError {
    /// It ends within a token.
    BreaksOff,
    /// A token is longer than the limit.
    TooLong,
    /// It declares entities, which no workbook does.
    DocumentType,
    /// It is not UTF-8.
    NotUtf8,
    /// A reference that stands for no character.
    Reference,
    Io(std::io::Error),
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    Start(Tag<'a>),
    /// The local name.
    End(&'a [u8]),
    /// As it is written, with its references.
    Text(&'a [u8]),
    /// Text that is meant as it stands.
    Literal(&'a [u8]),
}

/// The start of an element, or an empty one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Without a prefix.
    pub name: &'a [u8],
    attributes: &'a [u8],
    pub is_empty: bool,
}

impl<'a> Tag<'a> {
    fn new(inside: &'a [u8]) -> Self {
        let (inside, is_empty) = match inside {
            [inside @ .., b'/'] => (inside, true),
            _ => (inside, false),
        };
        let name_end = inside.iter().position(u8::is_ascii_whitespace);
        let (name, attributes) = inside.split_at(name_end.unwrap_or(inside.len()));
        Self {
            name: local(name),
            attributes,
            is_empty,
        }
    }

    /// Names with their prefixes and values as they are written.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_ascii_start();
            let equals = memchr(b'=', rest)?;
            let name = rest[..equals].trim_ascii_end();
            let value = rest[equals + 1..].trim_ascii_start();
            let quote = *value
                .first()
                .filter(|quote| matches!(quote, b'"' | b'\''))?;
            let end = 1 + memchr(quote, &value[1..])?;
            rest = &value[end + 1..];
            Some((name, &value[1..end]))
        })
    }

    /// The value of an attribute as it is written; a name without a prefix stands for every prefix.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&'a [u8]> {
        let is_meant = |found: &[u8]| found == name.as_bytes() || local(found) == name.as_bytes();
        let mut attributes = self.attributes();
        attributes
            .find(|(found, _)| is_meant(found))
            .map(|(_, value)| value)
    }

    /// The text of an attribute.
    ///
    /// # Errors
    /// A value that is no text.
    pub fn text(&self, name: &str) -> Result<Option<String>, MarkupError> {
        let read = |raw| {
            let mut text = String::new();
            unescape(raw, &mut text).map(|()| text)
        };
        self.raw(name).map(read).transpose()
    }

    /// The number in an attribute.
    #[must_use]
    pub fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        std::str::from_utf8(self.raw(name)?)
            .ok()?
            .trim()
            .parse()
            .ok()
    }
}

fn local(name: &[u8]) -> &[u8] {
    memchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

/// Markup that is being read.
#[derive(Debug)]
pub struct Markup<R> {
    source: R,
    window: Vec<u8>,
    start: usize,
    end: usize,
    is_ended: bool,
    token_bytes_max: usize,
    /// Elements that are open.
    depth: u64,
}

/// Where the next token lies in the window.
enum Found {
    Text(usize),
    /// Its end and how many bytes of it are its brackets.
    Markup(Kind, usize),
    Nothing,
}

#[derive(Clone, Copy)]
enum Kind {
    Start,
    End,
    Literal,
    /// Comments, instructions.
    Other,
}

impl<R: Read> Markup<R> {
    /// Reads from `source`; no token may be longer than `token_bytes_max`.
    pub fn new(source: R, token_bytes_max: usize) -> Self {
        Self {
            source,
            window: vec![0; WINDOW_BYTES],
            start: 0,
            end: 0,
            is_ended: false,
            token_bytes_max,
            depth: 0,
        }
    }

    /// The next token; `None` at the end.
    ///
    /// # Errors
    /// Markup that is broken, hostile or cannot be fetched.
    pub fn token(&mut self) -> Result<Option<Token<'_>>, MarkupError> {
        loop {
            match self.find()? {
                Found::Nothing => {
                    if !self.is_ended {
                        self.fill()?;
                    } else if self.depth == 0 {
                        return Ok(None);
                    } else {
                        return Err(MarkupError::BreaksOff);
                    }
                }
                Found::Text(end) => {
                    let start = std::mem::replace(&mut self.start, end);
                    return Ok(Some(Token::Text(&self.window[start..end])));
                }
                Found::Markup(Kind::Other, end) => self.start = end,
                Found::Markup(kind, end) => {
                    let start = std::mem::replace(&mut self.start, end);
                    let token = &self.window[start..end];
                    return Ok(Some(match kind {
                        Kind::Literal => Token::Literal(&token[9..token.len() - 3]),
                        Kind::End => {
                            self.depth = self.depth.saturating_sub(1);
                            Token::End(local(token[2..token.len() - 1].trim_ascii_end()))
                        }
                        _ => {
                            let tag = Tag::new(&token[1..token.len() - 1]);
                            self.depth += u64::from(!tag.is_empty);
                            Token::Start(tag)
                        }
                    }));
                }
            }
        }
    }

    /// Skips to the end of the element of which the start tag was just read.
    ///
    /// # Errors
    /// As [`Markup::next`].
    pub fn skip(&mut self) -> Result<(), MarkupError> {
        let mut depth = 1_u32;
        while depth > 0 {
            match self.token()? {
                None => return Err(MarkupError::BreaksOff),
                Some(Token::Start(tag)) if !tag.is_empty => depth += 1,
                Some(Token::End(_)) => depth -= 1,
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn find(&self) -> Result<Found, MarkupError> {
        let window = &self.window[self.start..self.end];
        let whole = |kind, length: Option<usize>| match length {
            Some(length) => Ok(Found::Markup(kind, self.start + length)),
            None if self.is_ended => Err(MarkupError::BreaksOff),
            None => Ok(Found::Nothing),
        };
        let until = |mark: &[u8]| memmem::find(window, mark).map(|at| at + mark.len());
        match window {
            [] => Ok(Found::Nothing),
            [b'<', b'/', ..] => whole(Kind::End, memchr(b'>', window).map(|at| at + 1)),
            [b'<', b'?', ..] => whole(Kind::Other, until(b"?>")),
            [b'<', b'!', ..] if window.len() < 9 => whole(Kind::Other, None),
            [b'<', b'!', b'-', b'-', ..] => whole(Kind::Other, until(b"-->")),
            [b'<', b'!', ..] if window.starts_with(b"<![CDATA[") => {
                whole(Kind::Literal, until(b"]]>"))
            }
            [b'<', b'!', ..] => Err(MarkupError::DocumentType),
            [b'<', ..] => whole(Kind::Start, tag_end(window)),
            _ => match memchr(b'<', window) {
                Some(at) => Ok(Found::Text(self.start + at)),
                None if self.is_ended => Ok(Found::Text(self.end)),
                None => Ok(Found::Nothing),
            },
        }
    }

    /// Moves the window on and reads more into it.
    fn fill(&mut self) -> Result<(), MarkupError> {
        self.window.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.end == self.window.len() {
            if self.end > self.token_bytes_max {
                return Err(MarkupError::TooLong);
            }
            self.window.resize(2 * self.end, 0);
        }
        // Filled to its end, so that a long token is searched through but a few times.
        while self.end < self.window.len() && !self.is_ended {
            match self.source.read(&mut self.window[self.end..]) {
                Ok(0) => self.is_ended = true,
                Ok(read) => self.end += read,
                Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(MarkupError::Io(cause)),
            }
        }
        Ok(())
    }
}

/// One past the bracket that closes a tag: one inside quotes does not.
fn tag_end(tag: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr3(b'>', b'"', b'\'', &tag[at..])?;
        if tag[at] == b'>' {
            return Some(at + 1);
        }
        at += 1 + memchr(tag[at], &tag[at + 1..])? + 1;
    }
}

/// Appends the text that `raw` stands for.
///
/// # Errors
/// Bytes that are no UTF-8, and references to nothing.
pub fn unescape(raw: &[u8], text: &mut String) -> Result<(), MarkupError> {
    let raw = std::str::from_utf8(raw).map_err(|_| MarkupError::NotUtf8)?;
    let mut rest = raw;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        let (before, reference) = rest.split_at(at);
        text.push_str(before);
        let end = memchr(b';', reference.as_bytes()).ok_or(MarkupError::Reference)?;
        text.push(character(&reference[1..end]).ok_or(MarkupError::Reference)?);
        rest = &reference[end + 1..];
    }
    text.push_str(rest);
    Ok(())
}

fn character(reference: &str) -> Option<char> {
    match reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = reference.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out its bytes `step` at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let length = self.1.min(self.0.len()).min(into.len());
            into[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn tokens(xml: &str, step: usize) -> Result<Vec<String>, MarkupError> {
        let mut markup = Markup::new(Slow(xml.as_bytes(), step), 1 << 20);
        let mut found = Vec::new();
        while let Some(token) = markup.token()? {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            found.push(match token {
                Token::Start(tag) => {
                    let attributes = tag
                        .attributes()
                        .map(|(name, value)| format!(" {}={}", text(name), text(value)));
                    let attributes: String = attributes.collect();
                    format!(
                        "<{}{attributes}{}",
                        text(tag.name),
                        if tag.is_empty { "/" } else { "" }
                    )
                }
                Token::End(name) => format!("/{}", text(name)),
                Token::Text(raw) => {
                    let mut read = String::new();
                    unescape(raw, &mut read)?;
                    read
                }
                Token::Literal(raw) => format!("[{}]", text(raw)),
            });
        }
        Ok(found)
    }

    #[test]
    fn tokens_are_the_same_however_the_bytes_arrive() {
        let xml = "<?xml version='1.0'?><!-- <a> --><x:row r = \"1\" t='a>\"b'><c/>Nông &amp; T&#7893; \
                   &#x1EA5;<![CDATA[<b>&amp;]]></x:row >\n";
        let expected = [
            "<row r=1 t=a>\"b",
            "<c/",
            "Nông & Tổ ấ",
            "[<b>&amp;]",
            "/row",
            "\n",
        ];
        for step in [1, 2, 7, 1000] {
            // A text that arrives in parts is one text all the same: tokens end at brackets.
            assert_eq!(tokens(xml, step).unwrap(), expected, "{step}");
        }
    }

    #[test]
    fn what_is_broken_or_hostile_is_refused() {
        let fails = |xml: &str| tokens(xml, 100).unwrap_err();
        assert!(matches!(fails("<a><b"), MarkupError::BreaksOff));
        assert!(matches!(fails("<a b='>"), MarkupError::BreaksOff));
        assert!(matches!(fails("<!-- a"), MarkupError::BreaksOff));
        assert!(matches!(
            fails("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"),
            MarkupError::DocumentType
        ));
        assert!(matches!(fails("<a>&b;</a>"), MarkupError::Reference));
        assert!(matches!(fails("<a>&#xd800;</a>"), MarkupError::Reference));
        let long = format!("<a>{}</a>", "x".repeat(3 << 20));
        assert!(matches!(fails(&long), MarkupError::TooLong));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_are_too_odd(xml in "[<>/!?\\-a\"'= \\[\\]&;#]{0,60}", step in 1_usize..9) {
            let _ = tokens(&xml, step);
        }
    }
}
