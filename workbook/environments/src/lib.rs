//! The pinned Python environments of the workbook: the exact versions for which its exercises and its
//! benchmark harness were written.
//!
//! An environment is a virtual environment in the user's cache. The digest of its pins is part of the
//! folder's name, so that a changed pin makes a new one. `cargo ex setup` makes it; everybody else
//! asks for its interpreter:
//!
//! ```
//! match environments::PYTHON.interpreter() {
//!     Ok(python) => println!("{} -c 'import polars'", python.display()),
//!     // "the Python environment `python` is not set up: run `cargo ex setup python`"
//!     Err(not_set_up) => println!("{not_set_up}"),
//! }
//! ```
//!
//! A program that a package brings along is started as a module (`python -m pysail`): that works on
//! every system.

mod error;
mod host;
mod set_up;

use std::path::{Path, PathBuf};
use std::{env, fs};

pub use error::{NotSetUp, SetUpError, Step};
pub use host::{OLDEST_JAVA, OLDEST_PYTHON};
pub use set_up::Progress;

/// A virtual environment with exact versions.
#[derive(Debug)]
pub struct Environment {
    /// What `cargo ex setup` calls it.
    pub name: &'static str,
    /// The environment variable that names another folder for it.
    pub variable: &'static str,
    /// About how much disk it takes, in megabytes.
    pub size_mb: u32,
    /// One `package==version` per line, with the packages that others need.
    requirements: &'static str,
    /// What Spark finds in Maven Central, each as `group:artifact:version`. An environment with Spark
    /// alone has them.
    packages: &'static [&'static str],
    /// The Python code that has to run once all is installed.
    check: &'static str,
    needs_java: bool,
}

/// Polars, pandas, PyArrow and NumPy.
pub static PYTHON: Environment = Environment {
    name: "python",
    variable: "WORKBOOK_PYTHON_ENV",
    size_mb: 550,
    requirements: include_str!("../requirements/python.txt"),
    packages: &[],
    check: "import numpy, pandas, polars, pyarrow",
    needs_java: false,
};

/// PySpark with its Connect client, and Sail, which answers that client without Java.
pub static SPARK: Environment = Environment {
    name: "spark",
    variable: "WORKBOOK_SPARK_ENV",
    size_mb: 1_100,
    requirements: include_str!("../requirements/spark.txt"),
    packages: &[],
    check: concat!(
        "import pandas, pyarrow, pysail.spark, pyspark.sql.connect.client\n",
        include_str!("check_spark.py"),
    ),
    needs_java: true,
};

/// DataFusion Comet, a plugin for Spark, and a PySpark of the version that it was made for. The plugin
/// holds machine code for Linux alone.
pub static COMET: Environment = Environment {
    name: "comet",
    variable: "WORKBOOK_COMET_ENV",
    size_mb: 480,
    requirements: include_str!("../requirements/comet.txt"),
    packages: &["org.apache.datafusion:comet-spark-spark3.5_2.12:0.12.0"],
    check: include_str!("check_spark.py"),
    needs_java: true,
};

impl Environment {
    /// Where the environment is or will be: the folder that [`Environment::variable`] names, or else
    /// `<name>-<digest of the pins>` below `rust-data-workbook` in the user's cache.
    pub fn folder(&self) -> PathBuf {
        match env::var_os(self.variable).filter(|folder| !folder.is_empty()) {
            Some(folder) => folder.into(),
            None => cache().join(format!("{}-{}", self.name, self.digest())),
        }
    }

    fn digest(&self) -> String {
        digest(&[&[self.requirements], self.packages].concat().concat())
    }

    /// The Python of the environment, which finds its packages by itself.
    ///
    /// # Errors
    ///
    /// The environment is not set up, or the Python that it was made with is gone.
    pub fn interpreter(&self) -> Result<PathBuf, NotSetUp> {
        let interpreter = interpreter_in(&self.folder());
        interpreter.exists().then_some(interpreter).ok_or(NotSetUp(self.name))
    }

    /// The jars of the environment, from Maven Central, by name: none in most environments.
    ///
    /// # Errors
    ///
    /// The environment is not set up.
    pub fn jars(&self) -> Result<Vec<PathBuf>, NotSetUp> {
        self.interpreter()?;
        // An environment without packages has no such folder.
        let files = fs::read_dir(jars_in(&self.folder())).into_iter().flatten().flatten();
        let mut jars: Vec<PathBuf> = files.map(|file| file.path()).collect();
        jars.sort();
        Ok(jars)
    }
}

/// `${XDG_CACHE_HOME:-~/.cache}/rust-data-workbook`. The XDG specification has relative paths ignored.
fn cache() -> PathBuf {
    let named = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = named.or_else(|| Some(env::home_dir()?.join(".cache")));
    cache.unwrap_or_else(env::temp_dir).join("rust-data-workbook")
}

fn interpreter_in(folder: &Path) -> PathBuf {
    folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}

fn jars_in(folder: &Path) -> PathBuf {
    folder.join("jars")
}

/// 64-bit FNV-1a: the same in every version of Rust, unlike the hashes of the standard library.
fn digest(text: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

#[cfg(all(test, unix))]
mod tests;
