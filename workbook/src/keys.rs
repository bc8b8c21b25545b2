//! Single keys from the terminal.

use std::io::{Read, stdin};
use std::thread;

#[cfg(unix)]
use std::io::IsTerminal;
#[cfg(unix)]
use std::sync::Mutex;

#[cfg(unix)]
use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};

/// How the terminal was before.
#[cfg(unix)]
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

/// While it lives, a key counts without Enter and does not appear. Where the system does not offer
/// that, or if the input is no terminal, Enter it is.
#[derive(Debug)]
pub(crate) struct SingleKeys {
    /// Keys count without Enter.
    pub(crate) at_once: bool,
}

impl SingleKeys {
    #[cfg(unix)]
    pub(crate) fn new() -> Self {
        let on = || -> Option<()> {
            let mut mode = tcgetattr(stdin()).ok()?;
            BEFORE.lock().ok()?.get_or_insert_with(|| mode.clone());
            // Everything else stays: Ctrl-C still interrupts, and a line still ends with `\n`, so that
            // cargo can write to the same terminal.
            mode.local_flags.remove(LocalFlags::ICANON | LocalFlags::ECHO);
            tcsetattr(stdin(), SetArg::TCSANOW, &mode).ok()
        };
        Self { at_once: stdin().is_terminal() && on().is_some() }
    }

    #[cfg(not(unix))]
    pub(crate) fn new() -> Self {
        Self { at_once: false }
    }
}

impl Drop for SingleKeys {
    fn drop(&mut self) {
        restore_terminal();
    }
}

/// Puts the terminal back as it was before [`SingleKeys`].
pub(crate) fn restore_terminal() {
    #[cfg(unix)]
    if let Ok(Some(mode)) = BEFORE.lock().as_deref() {
        let _ = tcsetattr(stdin(), SetArg::TCSANOW, mode);
    }
}

/// Calls `on_key` for every byte of the input, on a thread of its own, until the input ends.
pub(crate) fn read(mut on_key: impl FnMut(u8) + Send + 'static) {
    thread::spawn(move || {
        for key in stdin().lock().bytes().map_while(Result::ok) {
            on_key(key);
        }
    });
}
