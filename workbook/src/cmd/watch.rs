//! `cargo ex watch`: tests an exercise each time the student saves the file.

mod saves;

use std::io::{IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use crate::cargo::Output;
use crate::catalog::Entry;
use crate::cmd::{Context, hint, list, next, test};
use crate::keys::{self, SingleKeys};
use crate::progress::Progress;
use crate::{interrupt, messages};

use self::saves::{Saves, State};

/// How long a file must stay the same before it is tested: editors save in several steps.
const SETTLED: Duration = Duration::from_millis(200);

/// How often to look at the files where the system does not tell about changes.
const POLL: Duration = Duration::from_millis(500);

/// How often to look although it does, or says so: changes from outside of a virtual machine or
/// across a network arrive without a word.
const DOUBLE_CHECK: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) enum Event {
    Saved,
    Key(u8),
}

/// Watches until the student quits. `poll` does without the help of the system.
pub(crate) fn run(context: &Context, id: Option<&str>, poll: bool) -> anyhow::Result<bool> {
    let entry = context.find_or_current(id)?;
    interrupt::listen();
    let keys = SingleKeys::new();
    let (send, events) = channel();
    let saves = if poll { None } else { Saves::listen(&context.catalog, send.clone()) };
    let to_watch = send.clone();
    keys::read(move |key| drop(to_watch.send(Event::Key(key))));
    let intro = test::heading(context, entry);
    let mut watch =
        Watch { context, entry, intro, at_once: keys.at_once, saves, events, _send: send };
    watch.run()?;
    Ok(true)
}

struct Watch<'a> {
    context: &'a Context,
    entry: &'a Entry,
    /// What stands above the verdict.
    intro: String,
    /// Keys count without Enter.
    at_once: bool,
    /// What the system tells about saved files, if it does.
    saves: Option<Saves>,
    events: Receiver<Event>,
    /// Keeps the channel open when the input has ended.
    _send: Sender<Event>,
}

impl Watch<'_> {
    fn run(&mut self) -> anyhow::Result<()> {
        let mut tested = None;
        loop {
            let current = State::of(&self.folder());
            if tested.as_ref() != Some(&current) {
                let state = if tested.is_some() { self.settled(current) } else { current };
                tested = Some(state);
                self.test()?;
            }
            let period = if self.saves.is_some() { DOUBLE_CHECK } else { POLL };
            match self.events.recv_timeout(period) {
                Ok(Event::Key(b'q' | b'Q')) => return Ok(()),
                Ok(Event::Key(b'r' | b'R')) => tested = None,
                Ok(Event::Key(b'n' | b'N')) => {
                    if self.go_on()? {
                        tested = None;
                    }
                }
                Ok(Event::Key(b'h' | b'H')) => {
                    let hint = hint::take(self.context, self.entry, hint::Which::default())?;
                    self.show(&hint);
                }
                Ok(Event::Key(b'l' | b'L')) => {
                    clear(&mut stdout());
                    list::run(self.context, &list::Filter::default())?;
                    println!("\n{}", messages::keys(self.context.language, self.at_once));
                }
                Ok(Event::Key(_) | Event::Saved) | Err(_) => {}
            }
        }
    }

    /// Waits until the files stay the same for a moment.
    fn settled(&mut self, mut state: State) -> State {
        loop {
            thread::sleep(SETTLED);
            let now = State::of(&self.folder());
            if now == state {
                break;
            }
            state = now;
        }
        if self.saves.as_ref().is_some_and(|saves| saves.take() == 0) {
            // The files have changed, and nobody told.
            self.saves = None;
        }
        state
    }

    /// Tests the exercise. The last verdict stays on the screen until the new one is there, with the
    /// progress of a long build below it.
    fn test(&mut self) -> anyhow::Result<()> {
        let language = self.context.language;
        println!("{}", messages::building(language, &self.entry.exercise.id));
        let color = self.context.style.has_color();
        let verdict = match test::attempt(self.context, self.entry, Output::Progress { color }) {
            Ok(report) => report.text(self.context),
            Err(error) => format!("error: {error:#}\n"),
        };
        self.show(&format!("{}\n{verdict}", self.intro));
        self.intro = test::heading(self.context, self.entry);
        Ok(())
    }

    /// Goes on to the next open exercise, if there is one.
    fn go_on(&mut self) -> anyhow::Result<bool> {
        let mut progress = Progress::load(&self.context.catalog.root)?;
        let Some(entry) = next::after_current(self.context, &progress) else {
            println!("{}", messages::all_done(self.context.language));
            return Ok(false);
        };
        progress.set_current(&entry.exercise.id)?;
        self.entry = entry;
        self.intro = next::task(self.context, entry);
        Ok(true)
    }

    /// Replaces the screen in one go, which leaves no moment for it to flicker.
    fn show(&self, text: &str) {
        let language = self.context.language;
        let mut screen = Vec::new();
        clear(&mut screen);
        screen.extend_from_slice(text.as_bytes());
        if self.saves.is_none() {
            screen.extend_from_slice(format!("\n{}", messages::polling(language, POLL)).as_bytes());
        }
        let keys = messages::keys(language, self.at_once);
        screen.extend_from_slice(format!("\n{}\n", self.context.style.dim(keys)).as_bytes());
        // If nobody reads the output any more, there is nobody to tell.
        let _ = stdout().write_all(&screen).and_then(|()| stdout().flush());
    }

    fn folder(&self) -> PathBuf {
        let file = self.context.catalog.root.join(self.entry.student_file());
        file.parent().expect("a file is in a folder").to_owned()
    }
}

/// Clears a terminal; elsewhere, draws a line.
fn clear(output: &mut impl Write) {
    let clear = if stdout().is_terminal() { "\x1b[2J\x1b[H" } else { "----\n" };
    let _ = output.write_all(clear.as_bytes());
}
