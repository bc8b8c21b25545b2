//! Ctrl-C.

use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use anyhow::Context;

/// 128 + the number of SIGINT, as shells report it.
pub(crate) const EXIT_CODE: u8 = 130;

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Turns Ctrl-C into a request, which leaves time to remove an unfinished file. The second Ctrl-C
/// ends the process at once.
pub(crate) fn listen() -> anyhow::Result<()> {
    let request = || {
        if REQUESTED.swap(true, Relaxed) {
            exit(i32::from(EXIT_CODE));
        }
    };
    ctrlc::set_handler(request).context("cannot listen for Ctrl-C")
}

pub(crate) fn requested() -> bool {
    REQUESTED.load(Relaxed)
}
