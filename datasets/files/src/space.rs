//! Room on the disk.

use std::path::Path;

use anyhow::{Context, Result, ensure};

/// Bytes that an ordinary user can still write below `folder`, which has to exist.
///
/// # Errors
///
/// If the file system cannot be asked.
#[cfg(unix)]
pub fn free_bytes(folder: &Path) -> Result<u64> {
    let stat = rustix::fs::statvfs(folder)
        .with_context(|| format!("cannot ask for the free space at `{}`", folder.display()))?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// Other systems are taken to have room; a full disk is then found while writing.
#[cfg(not(unix))]
pub fn free_bytes(_folder: &Path) -> Result<u64> {
    Ok(u64::MAX)
}

/// Refuses to start what cannot be finished.
pub(crate) fn check(needed_bytes: u64, free_bytes: u64, folder: &Path) -> Result<()> {
    ensure!(
        needed_bytes <= free_bytes,
        "not enough room at `{}`: about {} are needed and {} are free; \
         choose another folder with `--out DIR`, or fewer `--rows`",
        folder.display(),
        human_bytes(needed_bytes),
        human_bytes(free_bytes),
    );
    Ok(())
}

/// Writes a size the way people say it, with decimal units: `1.6 GB`.
pub fn human_bytes(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1e3;
    let mut unit = 0;
    // From here on one decimal would round up to 1000.0.
    while value >= 999.95 {
        value /= 1e3;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let said = [0, 999, 1_000, 999_949, 999_950, 1_649_267_441, u64::MAX].map(human_bytes);
        let expected = ["0 B", "999 B", "1.0 kB", "999.9 kB", "1.0 MB", "1.6 GB", "18.4 EB"];
        assert_eq!(said, expected);
    }

    #[test]
    fn too_little_room_names_both_sizes_and_the_way_out() {
        let error = check(2_000_000_000, 500_000_000, Path::new("data")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "not enough room at `data`: about 2.0 GB are needed and 500.0 MB are free; \
             choose another folder with `--out DIR`, or fewer `--rows`"
        );
        assert!(check(5, 5, Path::new("data")).is_ok());
    }
}
