//! The system that the doctor looks at.

use std::path::Path;
use std::process::{Command, Stdio};

/// The program that installs others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Installer {
    Apt,
    Brew,
    Winget,
    Unknown,
}

#[derive(Debug)]
pub(super) struct Machine {
    pub(super) installer: Installer,
}

/// What each installer calls a package; `None` where it has none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Package {
    pub(super) apt: Option<&'static str>,
    pub(super) brew: Option<&'static str>,
    pub(super) winget: Option<&'static str>,
}

impl Machine {
    pub(super) fn here() -> Self {
        let installer = if cfg!(windows) {
            Installer::Winget
        } else if cfg!(target_os = "macos") {
            Installer::Brew
        } else if Path::new("/usr/bin/apt-get").exists() {
            Installer::Apt
        } else {
            Installer::Unknown
        };
        Self { installer }
    }

    /// The command that installs a package.
    pub(super) fn install(&self, package: Package) -> Option<String> {
        match self.installer {
            Installer::Apt => package.apt.map(|name| format!("sudo apt install {name}")),
            Installer::Brew => package.brew.map(|name| format!("brew install {name}")),
            Installer::Winget => package.winget.map(|id| format!("winget install --id {id} -e")),
            Installer::Unknown => None,
        }
    }
}

/// Everything a program prints, or `None` if it cannot be started or fails.
pub(super) fn output(program: &str, args: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    let output = command.args(args).stdin(Stdio::null()).output().ok()?;
    // Java prints its version on standard error.
    let text = [output.stdout, output.stderr].concat();
    output.status.success().then(|| String::from_utf8_lossy(&text).trim().to_owned())
}

/// The first version in a text, such as `3.13.12` in `Python 3.13.12`.
pub(super) fn version(text: &str) -> Option<Vec<u32>> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    let numbers = |word: &str| -> Option<Vec<u32>> {
        word.trim_matches('.').split('.').map(|part| part.parse().ok()).collect()
    };
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).find_map(numbers)
}

/// `[3, 13, 12]` is `3.13.12`.
pub(super) fn dotted(version: &[u32]) -> String {
    version.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

/// Free bytes for files in `folder`.
pub(super) fn free_disk_bytes(folder: &Path) -> Option<u64> {
    if cfg!(windows) {
        let script = format!("(Get-Item '{}').PSDrive.Free", folder.display());
        return output("powershell", &["-NoProfile", "-Command", &script])?.parse().ok();
    }
    let text = output("df", &["-Pk", folder.to_str()?])?;
    kibibytes_free(&text)
}

/// Reads the fourth column of `df -Pk`, whose format POSIX prescribes.
fn kibibytes_free(text: &str) -> Option<u64> {
    let kibibytes: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kibibytes * 1_024)
}

/// Bytes of memory in the machine.
pub(super) fn memory_bytes() -> Option<u64> {
    if cfg!(target_os = "macos") {
        return output("sysctl", &["-n", "hw.memsize"])?.parse().ok();
    }
    if cfg!(windows) {
        let script = "(Get-CimInstance Win32_ComputerSystem).TotalPhysicalMemory";
        return output("powershell", &["-NoProfile", "-Command", script])?.parse().ok();
    }
    memory_total(&std::fs::read_to_string("/proc/meminfo").ok()?)
}

/// Reads `MemTotal:       24650000 kB`.
fn memory_total(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_say() {
        for (text, expected) in [
            ("rustc 1.95.0 (abc 2026-04-14)", "1.95.0"),
            ("Python 3.13.12", "3.13.12"),
            ("openjdk version \"17.0.19\" 2026-04-21", "17.0.19"),
            ("git version 2.51.1.windows.1", "2.51.1"),
            ("cc (Debian 12.2.0-14+deb12u1) 12.2.0", "12.2.0"),
            ("moto_server 5", "5"),
        ] {
            assert_eq!(version(text).map(|version| dotted(&version)).as_deref(), Some(expected));
        }
        assert_eq!(version("no numbers"), None);
    }

    #[test]
    fn amounts_are_read() {
        let df = "Filesystem 1024-blocks Used Available Capacity Mounted on\n\
            /dev/vda 264000000 48000000 48234496 51% /\n";
        assert_eq!(kibibytes_free(df), Some(48_234_496 * 1_024));
        let meminfo = "MemTotal:       24650000 kB\nMemFree:        1000 kB\n";
        assert_eq!(memory_total(meminfo), Some(24_650_000 * 1_024));
    }

    #[test]
    fn each_installer_has_its_command() {
        let package = Package { apt: Some("gcc"), brew: None, winget: Some("A.B") };
        let install = |installer| Machine { installer }.install(package);
        assert_eq!(install(Installer::Apt).as_deref(), Some("sudo apt install gcc"));
        assert_eq!(install(Installer::Brew), None);
        assert_eq!(install(Installer::Winget).as_deref(), Some("winget install --id A.B -e"));
        assert_eq!(install(Installer::Unknown), None);
    }
}
