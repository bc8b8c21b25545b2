//! What the user sees while a run goes on: one live line on a terminal, one line per race elsewhere.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Progress over the races of a run, on standard error.
pub struct Progress {
    bar: Option<ProgressBar>,
    races: usize,
}

impl Progress {
    /// Progress over `races` races.
    pub fn new(races: usize) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let template = "{spinner} {wide_bar} {pos} of {len} races, {eta} left: {prefix}, {msg}";
            let style = ProgressStyle::with_template(template);
            let bar = ProgressBar::new(races as u64);
            bar.set_style(style.expect("the template is well formed"));
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self { bar, races }
    }

    /// Race number `index`, counted from 0, begins.
    pub fn begin(&self, index: usize, race: &str) {
        match &self.bar {
            Some(bar) => {
                bar.set_position(index as u64);
                bar.set_prefix(race.to_owned());
            }
            None => eprintln!("[{}/{}] {race}", index + 1, self.races),
        }
    }

    /// What the current race is doing.
    pub fn step(&self, what: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_owned());
        }
    }

    /// The run is over; takes the live line off the screen.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
