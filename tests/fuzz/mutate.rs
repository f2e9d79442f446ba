//! Changes of bytes, of texts and of zipped files.

use std::io::{Cursor, Read, Write};

use rand::rand_core::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Pieces that readers trip over.
const PIECES: [&[u8]; 24] = [
    b"\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\"",
    b"\"\"",
    b"\r",
    b"\r\n",
    b"\n\n",
    b",",
    b";\t|",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"<",
    b"</",
    b"/>",
    b"<!--",
    b"<![CDATA[",
    b"]]>",
    b"&#0;",
    b"&#x10FFFF;",
    b"&amp;",
    b"4294967296",
    b"-1",
    b"\xe1\xbb",
];

/// A position from 0 to `end`.
pub fn below(random: &mut Xoshiro256PlusPlus, end: usize) -> usize {
    (random.next_u64() % (end as u64 + 1)) as usize
}

/// One to eight changes of one of `seeds`.
pub fn bytes(random: &mut Xoshiro256PlusPlus, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut input = seeds[below(random, seeds.len() - 1)].clone();
    for _ in 0..=below(random, 7) {
        let (a, b) = (below(random, input.len()), below(random, input.len()));
        let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 512));
        match below(random, 6) {
            0 if start < input.len() => input[start] ^= 1 << below(random, 7),
            1 if start < input.len() => input[start] = random.next_u32() as u8,
            2 => drop(input.drain(start..end)),
            3 => {
                let piece = input[start..end].to_vec();
                input.splice(start..start, piece);
            }
            4 => input.truncate(start),
            5 => {
                let other = &seeds[below(random, seeds.len() - 1)];
                let from = below(random, other.len());
                let piece = other[from..other.len().min(from + 256)].to_vec();
                input.splice(start..start, piece);
            }
            _ => {
                let piece = PIECES[below(random, PIECES.len() - 1)];
                input.splice(start..start, piece.iter().copied());
            }
        }
    }
    input
}

/// As [`bytes`], of texts; what comes out is text.
pub fn text(random: &mut Xoshiro256PlusPlus, seeds: &[String]) -> String {
    let mut input: Vec<char> = seeds[below(random, seeds.len() - 1)].chars().collect();
    for _ in 0..=below(random, 5) {
        let at = below(random, input.len());
        match below(random, 5) {
            0 => input.truncate(at),
            1 if at < input.len() => drop(input.remove(at)),
            2 => input.insert(at, odd_letter(random)),
            3 => {
                let other: Vec<char> = seeds[below(random, seeds.len() - 1)].chars().collect();
                input.splice(at..at, other);
            }
            4 if at < input.len() => input[at] = odd_letter(random),
            _ => input.rotate_left(at),
        }
    }
    input.into_iter().collect()
}

fn odd_letter(random: &mut Xoshiro256PlusPlus) -> char {
    const LETTERS: &str = "0123456789/-.,;: '\"()%xXeE+ấẰđĐðÐ\u{300}\u{301}\u{323}\u{31b}\u{a0}\u{200b}\u{feff}\u{ad}½²٣०ΐßﬁ\u{1f600}";
    match below(random, 3) {
        0 => char::from_u32(random.next_u32() % 0x11_0000).unwrap_or('\u{fffd}'),
        1 => char::from_u32(random.next_u32() % 0x250).unwrap_or('a'),
        _ => {
            let letters = LETTERS.chars().count();
            let at = below(random, letters - 1);
            LETTERS.chars().nth(at).unwrap_or('a')
        }
    }
}

/// As [`bytes`], inside one file of a zip archive, so that more than the archive's checksums are tried; every
/// fourth time the archive itself.
pub fn zipped(random: &mut Xoshiro256PlusPlus, seeds: &[Vec<u8>]) -> Vec<u8> {
    if below(random, 3) == 0 {
        return bytes(random, seeds);
    }
    let seed = &seeds[below(random, seeds.len() - 1)];
    let Ok(mut archive) = ZipArchive::new(Cursor::new(seed)) else {
        return bytes(random, seeds);
    };
    let changed = below(random, archive.len().saturating_sub(1));
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("it unpacks");
        if index == changed {
            content = bytes(random, &[content]);
        }
        out.start_file(name, stored).expect("a name");
        out.write_all(&content).expect("written");
    }
    out.finish().expect("an archive").into_inner()
}
