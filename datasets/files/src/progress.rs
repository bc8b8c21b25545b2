//! Shows a generation while it runs.

use std::fmt::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use dataset_files::Observer;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::interrupt;

/// A bar on a terminal; one line per file elsewhere. Both on standard error.
pub(crate) struct Progress {
    bar: ProgressBar,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The file being written: name, rows and start.
    current: Option<(String, u64, Instant)>,
    written: Vec<Written>,
}

/// A file that was written in this run.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) rows: u64,
    pub(crate) elapsed: Duration,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let template = "{prefix} {wide_bar} {human_pos} of {human_len} rows, {rate}, {eta} left";
        let style = ProgressStyle::with_template(template).expect("the template is valid");
        bar.set_style(style.with_key("rate", write_rate));
        Self { bar, state: Mutex::default() }
    }

    /// The files written since the last call.
    pub(crate) fn take_written(&self) -> Vec<Written> {
        std::mem::take(&mut self.state.lock().expect("no observer panics").written)
    }
}

fn write_rate(state: &ProgressState, to: &mut dyn Write) {
    // Nothing can be done about a bar that cannot be drawn.
    let _ = write!(to, "{:.1}M rows/s", state.per_sec() / 1e6);
}

impl Observer for Progress {
    fn file_started(&self, name: &str, rows: u64) {
        self.bar.reset();
        self.bar.set_length(rows);
        self.bar.set_prefix(name.to_string());
        let current = Some((name.to_string(), rows, Instant::now()));
        self.state.lock().expect("no observer panics").current = current;
    }

    fn rows_made(&self, rows: u64) {
        self.bar.inc(rows);
    }

    fn file_finished(&self) {
        let mut state = self.state.lock().expect("no observer panics");
        let (name, rows, start) = state.current.take().expect("a file was started");
        let written = Written { name, rows, elapsed: start.elapsed() };
        self.bar.finish_and_clear();
        if self.bar.is_hidden() {
            eprintln!("{written}");
        }
        state.written.push(written);
    }

    fn stop_requested(&self) -> bool {
        interrupt::requested()
    }
}

impl Written {
    pub(crate) fn rows_per_second(&self) -> f64 {
        self.rows as f64 / self.elapsed.as_secs_f64().max(1e-9)
    }
}

impl std::fmt::Display for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (seconds, rate) = (self.elapsed.as_secs_f64(), self.rows_per_second() / 1e6);
        write!(f, "{}: {} rows in {seconds:.2} s, {rate:.1}M rows/s", self.name, self.rows)
    }
}
