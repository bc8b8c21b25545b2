//! The Python and the Java of this machine.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::SetUpError;

/// The oldest Python for which the pinned packages are published.
pub const OLDEST_PYTHON: &[u32] = &[3, 11];

/// The oldest Java that Spark 4.1 runs on.
pub const OLDEST_JAVA: u32 = 17;

/// The programs that a set-up starts, by name or path.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) python: PathBuf,
    pub(crate) java: PathBuf,
}

impl Host {
    /// Those of the PATH; of Java that of JAVA_HOME, as Spark does.
    pub(crate) fn here() -> Self {
        let python = if cfg!(windows) { "python" } else { "python3" };
        let home = env::var_os("JAVA_HOME").filter(|home| !home.is_empty());
        let java = home.map_or("java".into(), |home| Path::new(&home).join("bin").join("java"));
        Self { python: python.into(), java }
    }

    /// Checks that Python is there, new enough and able to make virtual environments.
    pub(crate) fn check_python(&self) -> Result<(), SetUpError> {
        let code = "import sys; print('%d.%d.%d' % sys.version_info[:3])";
        let found = output(&self.python, &["-c", code]).ok_or(SetUpError::NoPython)?;
        let version: Vec<u32> = found.split('.').filter_map(|part| part.parse().ok()).collect();
        if *version < *OLDEST_PYTHON {
            return Err(SetUpError::OldPython(found));
        }
        match output(&self.python, &["-c", "import ensurepip, venv"]) {
            Some(_) => Ok(()),
            None => Err(SetUpError::NoVenv),
        }
    }

    /// Checks that Java is there and new enough.
    pub(crate) fn check_java(&self) -> Result<(), SetUpError> {
        let found = output(&self.java, &["-version"]).as_deref().and_then(java_version);
        match found {
            Some(version) if version >= OLDEST_JAVA => Ok(()),
            found => Err(SetUpError::NoJava(found)),
        }
    }
}

/// What a program prints, on both streams, or `None` if it does not start or fails.
fn output(program: &Path, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    output.status.success().then(|| String::from_utf8_lossy(&text).trim().to_owned())
}

/// 17 for `openjdk version "17.0.15" 2025-04-15`, and 1 for the old numbering of `"1.8.0_392"`.
fn java_version(said: &str) -> Option<u32> {
    said.split('"').nth(1)?.split(['.', '-']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_java() {
        let version = |text: &str| java_version(&format!("openjdk version \"{text}\" 2025-04-15"));
        assert_eq!(version("17.0.15"), Some(17));
        assert_eq!(version("26-ea"), Some(26));
        assert_eq!(version("1.8.0_392"), Some(1));
        assert_eq!(java_version("no Java here"), None);
    }
}
