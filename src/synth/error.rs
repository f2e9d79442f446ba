use std::path::PathBuf;

/// Why a province could not be invented.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    #[error("no province with code `{province}` in the reference list; Cao Bằng is 04")]
    UnknownProvince { province: String },

    #[error(
        "province {province} has no commune `{commune}`; codes are those in force since 2025-07-01"
    )]
    UnknownCommune { province: String, commune: String },

    #[error(
        "{residents} residents were asked for; choose between 1 and {max}, invented identity numbers suffice for no more"
    )]
    Residents { residents: u64, max: u64 },

    #[error("{path} is not empty; choose another folder or empty this one, nothing was written", path = path.display())]
    OutNotEmpty { path: PathBuf },

    #[error("cannot write {path}", path = path.display())]
    Write {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },

    #[error("cannot write the workbook {path}", path = path.display())]
    Workbook {
        path: PathBuf,
        #[source]
        source: Box<rust_xlsxwriter::XlsxError>,
    },
}

/// Every mistake in a file of error rates, each with its line.
#[derive(Debug, thiserror::Error)]
#[error("the error rates have {} mistake(s):\n{}", mistakes.len(), mistakes.join("\n"))]
pub struct RatesError {
    /// `line 12: unknown key …`, in order of lines.
    pub mistakes: Vec<String>,
}
