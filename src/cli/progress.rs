//! Drawing what the night reports: bars in a terminal, plain lines in cron, JSON lines on request.

use std::io::IsTerminal;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::status;
use crate::run::{Event, Stage};

/// How progress is shown on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProgressMode {
    /// Bars in a terminal, plain lines elsewhere.
    Auto,
    Bar,
    Text,
    Json,
    None,
}

/// Shows events as they come, from any thread.
pub struct Progress {
    mode: ProgressMode,
    started: Instant,
    bar: Mutex<Option<ProgressBar>>,
}

impl Progress {
    pub fn new(mode: ProgressMode) -> Self {
        let mode = match mode {
            ProgressMode::Auto if std::io::stderr().is_terminal() => ProgressMode::Bar,
            ProgressMode::Auto => ProgressMode::Text,
            given => given,
        };
        Self {
            mode,
            started: Instant::now(),
            bar: Mutex::new(None),
        }
    }

    pub fn show(&self, event: Event) {
        match self.mode {
            ProgressMode::None | ProgressMode::Auto => {}
            ProgressMode::Json => self.show_json(&event),
            ProgressMode::Text => self.show_text(&event),
            ProgressMode::Bar => self.show_bar(&event),
        }
    }

    fn show_text(&self, event: &Event) {
        let seconds = self.started.elapsed().as_secs_f64();
        match event {
            Event::StageStarted { stage, .. } => {
                status::line(&format!("[{seconds:7.1} s] {}", label(*stage)));
            }
            Event::SetAside { .. } | Event::Warning { .. } => status::line(&remark(event)),
            Event::Progressed { .. } | Event::StageFinished { .. } => {}
        }
    }

    fn show_json(&self, event: &Event) {
        let seconds = self.started.elapsed().as_secs_f64();
        let value = match event {
            Event::StageStarted { stage, total } => {
                json!({"event": "stage_started", "stage": stage.code(), "total": total, "seconds": seconds})
            }
            Event::Progressed { stage, done } => {
                json!({"event": "progressed", "stage": stage.code(), "done": done, "seconds": seconds})
            }
            Event::StageFinished { stage } => {
                json!({"event": "stage_finished", "stage": stage.code(), "seconds": seconds})
            }
            Event::SetAside {
                file,
                reason,
                is_fault,
            } => {
                json!({"event": "set_aside", "file": file, "reason": reason, "is_fault": is_fault, "seconds": seconds})
            }
            Event::Warning { message } => {
                json!({"event": "warning", "message": message, "seconds": seconds})
            }
        };
        status::line(&value.to_string());
    }

    fn bar(&self) -> MutexGuard<'_, Option<ProgressBar>> {
        self.bar.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show_bar(&self, event: &Event) {
        let mut bar = self.bar();
        match event {
            Event::StageStarted { stage, total } => *bar = Some(new_bar(*stage, *total)),
            Event::Progressed { done, .. } => {
                if let Some(bar) = bar.as_ref() {
                    bar.set_position(*done);
                }
            }
            Event::StageFinished { .. } => {
                if let Some(bar) = bar.take() {
                    bar.finish_and_clear();
                }
            }
            Event::SetAside { .. } | Event::Warning { .. } => match bar.as_ref() {
                Some(bar) => bar.println(remark(event)),
                None => status::line(&remark(event)),
            },
        }
    }

    /// Takes the last bar away, so that what follows stands on a clean line.
    pub fn finish(&self) {
        let mut bar = self.bar();
        if let Some(bar) = bar.take() {
            bar.finish_and_clear();
        }
    }
}

fn label(stage: Stage) -> &'static str {
    match stage {
        Stage::Discover => "finding extracts",
        Stage::Read => "reading, standardising, validating",
        Stage::Link => "linking records to persons",
        Stage::Persons => "assembling persons and exams",
        Stage::Indicators => "measuring indicators",
        Stage::Publish => "writing the version",
    }
}

fn remark(event: &Event) -> String {
    match event {
        Event::SetAside {
            file,
            reason,
            is_fault: true,
        } => format!("warning: {file} is set aside: {reason}"),
        Event::SetAside { file, reason, .. } => format!("note: {file} is not read: {reason}"),
        Event::Warning { message } => format!("warning: {message}"),
        _ => String::new(),
    }
}

fn new_bar(stage: Stage, total: u64) -> ProgressBar {
    let bar = if total == 0 {
        ProgressBar::new_spinner()
    } else {
        ProgressBar::new(total)
    };
    let template = match stage {
        Stage::Read => "{msg:36} {bar:30} {bytes}/{total_bytes} {eta}",
        _ => "{msg:36} {bar:30} {human_pos}/{human_len}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(label(stage));
    bar
}
