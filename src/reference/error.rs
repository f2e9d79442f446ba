/// Why a reference list could not be used. Every variant names the file and the line to open.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    #[error("{file}:1: the header must be `{expected}`, found `{found}`")]
    Header {
        file: &'static str,
        expected: String,
        found: String,
    },

    #[error("{file}:{line}: expected {expected} columns, found {found}")]
    Columns {
        file: &'static str,
        line: usize,
        expected: usize,
        found: usize,
    },

    #[error("{file}:{line}: {column} `{value}` is not {expected}")]
    Value {
        file: &'static str,
        line: usize,
        column: &'static str,
        value: String,
        expected: &'static str,
    },

    #[error("{file}:{line}: {column} `{value}` appears a second time; each must be unique")]
    Duplicate {
        file: &'static str,
        line: usize,
        column: &'static str,
        value: String,
    },

    #[error("{file}:{line}: {column} `{value}` is in no row of {target}")]
    Dangling {
        file: &'static str,
        line: usize,
        column: &'static str,
        value: String,
        target: &'static str,
    },

    #[error("{file}:{line}: not a valid list")]
    Toml {
        file: &'static str,
        line: usize,
        #[source]
        source: toml::de::Error,
    },
}
