//! `[gates]`: past which limits a night publishes nothing.

use crate::validate::options::Gates;

use super::document::Reported;
use super::section::Section;

pub fn read(section: &Section<'_>) -> Result<Gates, Reported> {
    let default = Gates::default();
    let share = |key, default| {
        section
            .optional(key)
            .map_or(Ok(default), |item| item.share())
    };
    let register_shrinks_max = share("register_shrinks_max", default.register_shrinks_max);
    let kind_shrinks_max = share("kind_shrinks_max", default.kind_shrinks_max);
    let file_quarantined_max = share("file_quarantined_max", default.file_quarantined_max);
    let file_quarantined_rows_min = section
        .optional("file_quarantined_rows_min")
        .map_or(Ok(default.file_quarantined_rows_min), |item| {
            item.count(1..=1_000_000)
        });
    let persons_changed_max = share("persons_changed_max", default.persons_changed_max);
    Ok(Gates {
        register_shrinks_max: register_shrinks_max?,
        kind_shrinks_max: kind_shrinks_max?,
        file_quarantined_max: file_quarantined_max?,
        file_quarantined_rows_min: file_quarantined_rows_min?,
        persons_changed_max: persons_changed_max?,
    })
}
