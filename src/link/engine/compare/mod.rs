//! A pair's fields as levels of agreement.

pub mod comparison;
pub mod date_form;
pub mod level;
pub mod similarity;
pub mod text_measure;
pub mod tokens;
