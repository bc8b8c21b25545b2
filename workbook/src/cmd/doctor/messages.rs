//! What the doctor says.

use crate::language::Language::{self, En, Es};
use crate::messages::fixed;

use super::State;

fixed! {
    title { "What this machine has" "Lo que tiene esta máquina" }
    linker { "Linker" "Enlazador" }
    disk { "Free disk" "Disco libre" }
    memory { "Memory" "Memoria" }
    python_packages { "Python packages" "Paquetes Python" }
    spark_packages { "Spark packages" "Paquetes Spark" }
    comet_packages { "Comet packages" "Paquetes Comet" }
    duckdb { "DuckDB library" "Biblioteca DuckDB" }
    yes { "yes" "sí" }
    unknown { "could not be found out" "no se ha podido averiguar" }
    ready {
        "You can start: cargo ex. What is missing matters only for the exercises named beside it."
        "Puedes empezar: cargo ex. Lo que falta solo importa en los ejercicios que se indican."
    }
    not_ready {
        "No exercise works without what is missing above."
        "Ningún ejercicio funciona sin lo que falta arriba."
    }
    no_installer {
        "For this system there are no commands here: install what is missing with its own package \
         manager."
        "Para este sistema no hay órdenes aquí: instala lo que falta con su gestor de paquetes."
    }
    what_git_is_for {
        "It keeps the history of your work; `cargo ex init` sets it up."
        "Guarda la historia de tu trabajo; `cargo ex init` lo prepara."
    }
    what_just_is_for {
        "For short commands such as `just ex`: `cargo ex` does the same."
        "Para órdenes cortas como `just ex`: `cargo ex` hace lo mismo."
    }
    without_avx2 {
        "The exercise works without it, with the portable version alone."
        "El ejercicio funciona sin él, solo con la versión portable."
    }
    what_moto_is_for {
        "An S3 server on this machine. If it is not in the path, name it in WORKBOOK_MOTO."
        "Un servidor S3 en esta máquina. Si no está en el PATH, indícalo en WORKBOOK_MOTO."
    }
    no_venv {
        "Python is here, but it cannot make virtual environments (module `venv`)."
        "Hay Python, pero no puede crear entornos virtuales (módulo `venv`)."
    }
    what_duckdb_is_for {
        "For the engine DuckDB of `cargo harness`, which is otherwise compiled from source for half an \
         hour. Unpack this and set DUCKDB_LIB_DIR to the folder `package`:"
        "Para el motor DuckDB de `cargo harness`, que sin ella se compila desde las fuentes durante \
         media hora. Descomprime esto e indica la carpeta `package` en DUCKDB_LIB_DIR:"
    }
}

pub(super) fn state(language: Language, state: State) -> &'static str {
    match (state, language) {
        (State::Good, En) => "found",
        (State::Good, Es) => "está",
        (State::Warning, En) => "note",
        (State::Warning, Es) => "aviso",
        (State::Missing, En) => "missing",
        (State::Missing, Es) => "falta",
    }
}

/// `size_mb`: what they take on disk.
pub(super) fn what_packages_are(language: Language, size_mb: u32) -> String {
    match language {
        En => format!("The versions that these exercises are written for, about {size_mb} MB."),
        Es => {
            format!("Las versiones para las que se escriben estos ejercicios, unos {size_mb} MB.")
        }
    }
}

pub(super) fn needed_by(language: Language, ids: &[&str]) -> String {
    let ids = ids.join(", ");
    match language {
        En => format!("For {ids}."),
        Es => format!("Para {ids}."),
    }
}

pub(super) fn too_old(language: Language, at_least: &str) -> String {
    match language {
        En => format!("Too old: {at_least} or newer is needed."),
        Es => format!("Demasiado antiguo: hace falta {at_least} o posterior."),
    }
}

pub(super) fn little_disk(language: Language, enough: &str) -> String {
    match language {
        En => format!(
            "Builds of all exercises take about {enough}. The light ones (16.1) need a tenth."
        ),
        Es => format!(
            "Compilar todos los ejercicios ocupa unos {enough}. Los ligeros (16.1), la décima parte."
        ),
    }
}

pub(super) fn little_memory(language: Language, enough: &str) -> String {
    match language {
        En => format!(
            "Engines compile better with {enough} or more. If a build is killed: \
             CARGO_BUILD_JOBS=1 cargo ex ID"
        ),
        Es => format!(
            "Los motores compilan mejor con {enough} o más. Si el sistema mata una compilación: \
             CARGO_BUILD_JOBS=1 cargo ex ID"
        ),
    }
}
