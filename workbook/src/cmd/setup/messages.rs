//! What `setup` says.

use std::path::Path;

use environments::{Environment, Progress};

use crate::language::Language::{self, En, Es};

pub(super) fn begin(language: Language, environment: &Environment) -> String {
    let Environment { name, size_mb, .. } = environment;
    let folder = environment.folder();
    let folder = folder.display();
    match language {
        En => format!(
            "Setting up the Python environment `{name}`: about {size_mb} MB of disk and a few \
             minutes. It goes into {folder}, which you may delete at any time."
        ),
        Es => format!(
            "Preparando el entorno de Python `{name}`: unos {size_mb} MB de disco y unos minutos. Va \
             a {folder}, que puedes borrar cuando quieras."
        ),
    }
}

pub(super) fn step(language: Language, progress: Progress<'_>) -> &'static str {
    match (progress, language) {
        (Progress::Creating, En) => "Making a virtual environment and installing into it:",
        (Progress::Creating, Es) => "Creando un entorno virtual e instalando en él:",
        (Progress::Installing(_), _) => "",
        (Progress::Checking, En) => "Checking that all of it works.",
        (Progress::Checking, Es) => "Comprobando que todo funciona.",
        (Progress::Fetching, En) => "Fetching jars from Maven Central.",
        (Progress::Fetching, Es) => "Trayendo jars de Maven Central.",
    }
}

pub(super) fn ready(language: Language, name: &str, interpreter: &Path) -> String {
    let interpreter = interpreter.display();
    match language {
        En => format!("The Python environment `{name}` is ready: {interpreter}"),
        Es => format!("El entorno de Python `{name}` está listo: {interpreter}"),
    }
}
