//! How long the stages take, and that they begin and end.

use std::time::Instant;

use super::RunRequest;
use super::event::{Event, Stage};

/// Times the stages and tells that they begin and end.
pub struct Clock<'n> {
    request: &'n RunRequest<'n>,
    running: Option<(Stage, Instant)>,
    pub timings: Vec<(&'static str, f64)>,
}

impl<'n> Clock<'n> {
    pub fn new(request: &'n RunRequest<'n>) -> Self {
        Self {
            request,
            running: None,
            timings: Vec::new(),
        }
    }

    pub fn start(&mut self, stage: Stage, total: u64) {
        self.stop();
        self.running = Some((stage, Instant::now()));
        (self.request.events)(Event::StageStarted { stage, total });
    }

    pub fn stop(&mut self) {
        if let Some((stage, since)) = self.running.take() {
            self.timings
                .push((stage.code(), since.elapsed().as_secs_f64()));
            (self.request.events)(Event::StageFinished { stage });
        }
    }
}
