//! What a published version says of its indicators: taken apart, compared, judged anew. Nothing is counted again.

mod diff;
mod explanation;
mod judging;
mod stored;

pub use diff::{DatasetRows, Difference, IndicatorChange, diff};
pub use explanation::{
    ExplainIndicatorError, IndicatorExplanation, QualityRow, SourceRow, explain_indicator,
};
pub use judging::{Judged, JudgedRow, judge};
pub use stored::{StoredChange, StoredIndicator};
