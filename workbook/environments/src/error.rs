//! What is missing or went wrong, in both languages.

use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;

use checks::Language::{self, English, Spanish};

/// The environment of this name is not here: `cargo ex setup` would make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSetUp(pub &'static str);

/// Why an environment could not be set up. Nothing that looks like a whole one is left behind.
#[derive(Debug)]
pub enum SetUpError {
    NoPython,
    /// The version found.
    OldPython(String),
    /// Python cannot make virtual environments: Debian has that in a package of its own.
    NoVenv,
    /// The version found, if there is one.
    NoJava(Option<u32>),
    /// Another process is setting up this folder.
    Busy(PathBuf),
    Offline,
    /// A step failed; these were the last words of the program that took it.
    Failed(Step, String),
    /// A file or a folder could not be made, or a program not started.
    Other(anyhow::Error),
}

/// What a set-up consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Create,
    Install,
    Check,
    Fetch,
}

impl NotSetUp {
    /// One sentence that ends in the command to run.
    pub fn text(self, language: Language) -> String {
        let Self(name) = self;
        match language {
            English => {
                format!(
                    "the Python environment `{name}` is not set up: run `cargo ex setup {name}`"
                )
            }
            Spanish => format!(
                "el entorno de Python `{name}` no está preparado: ejecuta `cargo ex setup {name}`"
            ),
        }
    }
}

impl SetUpError {
    pub fn text(&self, language: Language) -> String {
        match language {
            English => self.english(),
            Spanish => self.spanish(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::NoPython => {
                "there is no `python3` on this machine; install Python 3.11 or newer, \
                on Debian and Ubuntu with `sudo apt install python3 python3-venv`"
                    .to_owned()
            }
            Self::OldPython(found) => format!(
                "`python3` is Python {found}, but these packages need 3.11 or newer; install one \
                 and put it first in the PATH"
            ),
            Self::NoVenv => {
                "this Python cannot make virtual environments (module `venv`); install \
                it, on Debian and Ubuntu with `sudo apt install python3-venv`"
                    .to_owned()
            }
            Self::NoJava(found) => format!(
                "Spark needs Java 17 or newer, but this machine has {}; install it, on Debian and \
                 Ubuntu with `sudo apt install openjdk-17-jdk-headless`, and let JAVA_HOME name it \
                 or be unset",
                found.map_or("none".to_owned(), |version| format!("Java {version}"))
            ),
            Self::Busy(folder) => format!(
                "another `cargo ex setup` is working on `{}`; wait until it has ended",
                folder.display()
            ),
            Self::Offline => "pip cannot reach the package index; connect this machine to the \
                network and run the command again"
                .to_owned(),
            Self::Failed(step, said) => format!("{}: {said}", step.english()),
            Self::Other(error) => format!("{error:#}"),
        }
    }

    fn spanish(&self) -> String {
        match self {
            Self::NoPython => {
                "no hay `python3` en esta máquina; instala Python 3.11 o posterior, en \
                Debian y Ubuntu con `sudo apt install python3 python3-venv`"
                    .to_owned()
            }
            Self::OldPython(found) => format!(
                "`python3` es Python {found}, pero estos paquetes necesitan 3.11 o posterior; \
                 instala uno y ponlo el primero en el PATH"
            ),
            Self::NoVenv => "este Python no puede crear entornos virtuales (módulo `venv`); \
                instálalo, en Debian y Ubuntu con `sudo apt install python3-venv`"
                .to_owned(),
            Self::NoJava(found) => format!(
                "Spark necesita Java 17 o posterior, pero esta máquina {}; instálalo, en Debian y \
                 Ubuntu con `sudo apt install openjdk-17-jdk-headless`, y haz que JAVA_HOME lo \
                 indique o no esté definida",
                found.map_or("no lo tiene".to_owned(), |version| format!("tiene Java {version}"))
            ),
            Self::Busy(folder) => format!(
                "otro `cargo ex setup` está trabajando en `{}`; espera a que termine",
                folder.display()
            ),
            Self::Offline => {
                "pip no puede llegar al índice de paquetes; conecta esta máquina a la \
                red y ejecuta la orden otra vez"
                    .to_owned()
            }
            Self::Failed(step, said) => format!("{}: {said}", step.spanish()),
            Self::Other(error) => format!("{error:#}"),
        }
    }

    /// The failure of a program that printed `complaint` on standard error.
    pub(crate) fn of_step(step: Step, complaint: &str) -> Self {
        if step == Step::Install && is_about_the_network(complaint) {
            return Self::Offline;
        }
        Self::Failed(step, last_words(complaint))
    }
}

impl Step {
    fn english(self) -> &'static str {
        match self {
            Self::Create => "Python did not make the virtual environment",
            Self::Install => "pip did not install the packages",
            Self::Check => "the packages were installed, but they do not work",
            Self::Fetch => "the jars were not fetched from Maven Central",
        }
    }

    fn spanish(self) -> &'static str {
        match self {
            Self::Create => "Python no creó el entorno virtual",
            Self::Install => "pip no instaló los paquetes",
            Self::Check => "los paquetes se instalaron, pero no funcionan",
            Self::Fetch => "no se pudieron traer los jars de Maven Central",
        }
    }
}

/// Whether pip complains of its connections; it ends with "No matching distribution" all the same.
fn is_about_the_network(complaint: &str) -> bool {
    let complaint = complaint.to_lowercase();
    ["newconnectionerror", "connecttimeout", "connection error", "name resolution", "proxyerror"]
        .iter()
        .any(|words| complaint.contains(words))
}

/// The line that says what went wrong: an error of pip or of Spark's resolver, or else the last one.
fn last_words(complaint: &str) -> String {
    let telling =
        |line: &&str| line.starts_with("ERROR: ") || line.contains("unresolved dependency");
    let lines = complaint.lines().map(str::trim).filter(|line| !line.is_empty());
    let told = lines.clone().rfind(telling).or_else(|| lines.clone().next_back());
    told.unwrap_or("it did not say why").to_owned()
}

impl Display for NotSetUp {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(checks::language()))
    }
}

impl Display for SetUpError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(checks::language()))
    }
}

impl std::error::Error for NotSetUp {}
impl std::error::Error for SetUpError {}

impl From<anyhow::Error> for SetUpError {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_ends_in_the_command() {
        let missing = NotSetUp("python");
        assert_eq!(
            missing.text(English),
            "the Python environment `python` is not set up: run `cargo ex setup python`"
        );
        assert_eq!(
            missing.text(Spanish),
            "el entorno de Python `python` no está preparado: ejecuta `cargo ex setup python`"
        );
    }

    #[test]
    fn the_telling_line_is_passed_on() {
        let pip =
            "WARNING: slow\nERROR: No matching distribution found for x==1\n\n[notice] new pip\n";
        let error = SetUpError::of_step(Step::Install, pip).text(English);
        let expected =
            "pip did not install the packages: ERROR: No matching distribution found for x==1";
        assert_eq!(error, expected);
        let error = SetUpError::of_step(Step::Check, "Traceback\nImportError: no libgomp\n");
        assert!(error.text(Spanish).ends_with(": ImportError: no libgomp"));
        assert!(SetUpError::of_step(Step::Create, "").text(English).ends_with("did not say why"));
    }
}
