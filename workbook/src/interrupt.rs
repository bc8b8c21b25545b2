//! Ctrl-C: nothing that the runner has started goes on without it.

use std::process::{Child, exit};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use crate::keys;

/// 128 + the number of SIGINT, as shells report it.
const EXIT_CODE: i32 = 130;

/// The ids of the running programs, each of which leads a process group of its own.
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// From now on, Ctrl-C ends the programs of [`will_end`] before the runner.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let end_all = || {
            running().drain(..).for_each(kill_group);
            keys::restore_terminal();
            exit(EXIT_CODE);
        };
        // Without a handler the programs of the student may go on, which is no reason to stop here.
        let _ = ctrlc::set_handler(end_all);
    });
}

/// Ctrl-C ends this program too, with all that it starts.
pub(crate) fn will_end(child: &Child) {
    listen();
    running().push(child.id());
}

/// Ends a program, with all that it has started.
pub(crate) fn end(child: &mut Child) {
    // The lock is held until the end: before that the id belongs to the program, later to anyone.
    let mut running = running();
    kill_group(child.id());
    let _ = child.kill();
    let _ = child.wait();
    running.retain(|&id| id != child.id());
}

fn running() -> MutexGuard<'static, Vec<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
fn kill_group(id: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};

    if let Some(group) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        // It fails if all have ended already.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// Elsewhere the console sends Ctrl-C to every program that it shows.
#[cfg(not(unix))]
fn kill_group(_id: u32) {}
