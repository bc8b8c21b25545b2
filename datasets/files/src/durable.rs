//! Files that appear under their name only when they are complete.

use std::io;
use std::path::{Path, PathBuf};

use fs_err::{self as fs, File};

/// The ending of a file that is being written.
pub(crate) const TEMPORARY: &str = "tmp";

/// A file that is being written next to its final name. It is removed unless it is committed.
pub(crate) struct PendingFile {
    path: PathBuf,
    temporary: PathBuf,
    file: Option<File>,
}

impl PendingFile {
    /// Starts `path`, under the name `path` + `.tmp`.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(".");
        temporary.push(TEMPORARY);
        let temporary = PathBuf::from(temporary);
        let file = Some(File::create(&temporary)?);
        Ok(Self { path: path.into(), temporary, file })
    }

    pub(crate) fn file(&mut self) -> &mut File {
        self.file.as_mut().expect("the file is open until it is committed")
    }

    /// Gives the file its name, once all of it has reached the disk. A file that had the name is
    /// replaced.
    pub(crate) fn commit(mut self) -> io::Result<()> {
        self.file().sync_all()?;
        fs::rename(&self.temporary, &self.path)?;
        self.file = None;
        sync_folder(self.path.parent().expect("the file is in a folder"))
    }
}

impl Drop for PendingFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // The reason why the file was given up is the error to report, not this one.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Writes a small file in one go, complete or not at all.
pub(crate) fn write_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut pending = PendingFile::create(path)?;
    io::Write::write_all(pending.file(), content)?;
    pending.commit()
}

/// Makes new names in `folder` survive a power failure.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems have no such call.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
