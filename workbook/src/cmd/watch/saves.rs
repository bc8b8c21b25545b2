//! Finds out that the student has saved a file.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::Sender;
use std::time::SystemTime;

use super::Event;
use crate::catalog::Catalog;

/// The source files of a folder, with the time and size of each: if it differs, somebody has saved.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct State(Vec<(PathBuf, Option<SystemTime>, u64)>);

impl State {
    /// A folder that cannot be read has no files.
    pub(super) fn of(folder: &Path) -> Self {
        let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let sources = entries.filter(|entry| entry.path().extension().is_some_and(|e| e == "rs"));
        let state = |entry: fs::DirEntry| {
            let metadata = entry.metadata().ok()?;
            Some((entry.path(), metadata.modified().ok(), metadata.len()))
        };
        let mut files: Vec<_> = sources.filter_map(state).collect();
        files.sort();
        Self(files)
    }
}

/// The system tells about every change in the source folders.
#[derive(Debug)]
pub(super) struct Saves {
    /// Changes since the last look.
    count: Arc<AtomicUsize>,
}

impl Saves {
    /// From now on, each change in the source folder of any exercise is an event. `None` if the
    /// system cannot tell.
    #[cfg(target_os = "linux")]
    pub(super) fn listen(catalog: &Catalog, events: Sender<Event>) -> Option<Self> {
        use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};

        let inotify = init(CreateFlags::CLOEXEC).ok()?;
        let changes = WatchFlags::CLOSE_WRITE
            | WatchFlags::MOVED_TO
            | WatchFlags::CREATE
            | WatchFlags::DELETE;
        let folders = catalog.entries.iter().map(|entry| entry.exercise_folder().join("src"));
        for folder in folders.map(|folder| catalog.root.join(folder)).filter(|path| path.is_dir()) {
            add_watch(&inotify, folder, changes).ok()?;
        }
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        std::thread::spawn(move || {
            let mut buffer = [std::mem::MaybeUninit::uninit(); 4096];
            let mut reader = Reader::new(inotify, &mut buffer);
            while reader.next().is_ok() {
                counted.fetch_add(1, Relaxed);
                let _ = events.send(Event::Saved);
            }
        });
        Some(Self { count })
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn listen(_catalog: &Catalog, _events: Sender<Event>) -> Option<Self> {
        None
    }

    /// How many changes there were since the last call.
    pub(super) fn take(&self) -> usize {
        self.count.swap(0, Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changes_of_source_files_count() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("main.rs");
        fs::write(&file, "fn main() {}").unwrap();
        let before = State::of(folder.path());
        fs::write(folder.path().join("main.rs.swp"), "an editor's own").unwrap();
        assert_eq!(State::of(folder.path()), before);
        fs::write(&file, "fn main() {} ").unwrap();
        assert_ne!(State::of(folder.path()), before);
        assert_eq!(State::of(&folder.path().join("none")), State::default());
    }
}
