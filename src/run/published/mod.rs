//! What a published version says: its numbers taken apart, compared, judged anew, and made into lists to work from.
//! Nothing is counted again.

mod diff;
mod explanation;
mod judging;
mod stored;
mod worklists;

pub use diff::{DatasetRows, Difference, IndicatorChange, diff};
pub use explanation::{
    ExplainIndicatorError, IndicatorExplanation, QualityRow, SourceRow, explain_indicator,
};
pub use judging::{Judged, JudgedRow, judge};
pub use stored::{StoredChange, StoredIndicator};
pub use worklists::{WorklistError, WorklistRequest, WrittenLists, write_worklists};
