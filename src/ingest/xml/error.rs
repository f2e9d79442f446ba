//! Why a message cannot be read. Each says what was found and what to do.

use thiserror::Error;

#[derive(Debug, Error, PartialEq, Eq)]
pub enum XmlError {
    #[error(
        "it is an XML file that begins with <{found}>, but this source delivers {wanted}; check that this is the right file"
    )]
    Root { found: String, wanted: &'static str },
    #[error(
        "its XML is written in the encoding {name}, which is not read; export it again as UTF-8"
    )]
    Encoding { name: String },
    #[error(
        "it is not the UTF-8 that an XML file is written in: behind record (HOSO) {after} stands a byte that is no part of a letter; export it again as UTF-8"
    )]
    NotUtf8 { after: u32 },
    #[error(
        "it holds a document type (<!DOCTYPE …>), which no health message has and which can hide an attack; export it again with the hospital's software"
    )]
    DocumentType,
    #[error(
        "it ends in the middle of {}: it was only half written; copy or export it again",
        .record.map_or_else(|| "its head".to_owned(), |record| format!("record (HOSO) {record}"))
    )]
    HalfWritten { record: Option<u32> },
    #[error("its XML is broken behind record (HOSO) {after}: {what}; export it again")]
    Broken { after: u32, what: &'static str },
    #[error(
        "{what}; the limit is {limit} (`{name}` in [limits] of pipeline.toml): check where the file comes from, split it, or raise the limit"
    )]
    OverLimit {
        what: &'static str,
        name: &'static str,
        limit: u32,
    },
    #[error(
        "a FILEHOSO stands outside of a HOSO behind record {after}, so that nobody can tell whose it is; export it again"
    )]
    StrayPart { after: u32 },
    #[error("it holds no record (HOSO); export it again, or take it away if nobody was examined")]
    NoRecord,
}

impl XmlError {
    /// The same error of a piece that has `records` before it in its file.
    #[must_use]
    pub fn behind(self, records: u32) -> Self {
        match self {
            Self::NotUtf8 { after } => Self::NotUtf8 {
                after: after + records,
            },
            Self::HalfWritten { record } => {
                let begun = (records > 0).then_some(1);
                Self::HalfWritten {
                    record: record.or(begun).map(|record| record + records),
                }
            }
            Self::Broken { after, what } => Self::Broken {
                after: after + records,
                what,
            },
            Self::StrayPart { after } => Self::StrayPart {
                after: after + records,
            },
            other => other,
        }
    }
}
