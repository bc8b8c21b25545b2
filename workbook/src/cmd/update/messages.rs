//! What `update` says.

use std::path::Path;

use crate::language::Language::{self, En, Es};
use crate::messages::fixed;

fixed! {
    not_a_copy {
        "this is the course itself, not a student's copy\n\n\
         hint: `cargo ex init FOLDER` makes a copy, and `cargo ex update` works in it"
        "este es el curso mismo, no la copia de un estudiante\n\n\
         pista: `cargo ex init CARPETA` hace una copia, y `cargo ex update` funciona en ella"
    }
    nothing_new { "Your copy is up to date." "Tu copia está al día." }
}

pub(super) fn no_course(language: Language, course: &Path) -> String {
    let course = course.display();
    match language {
        En => format!(
            "the course that this copy came from is not in `{course}`\n\n\
             hint: `cargo ex update --from FOLDER` says where it is now"
        ),
        Es => format!(
            "el curso del que salió esta copia no está en `{course}`\n\n\
             pista: `cargo ex update --from CARPETA` indica dónde está ahora"
        ),
    }
}

pub(super) fn from(language: Language, course: &Path, commit: Option<&str>) -> String {
    let course = course.display();
    match (language, commit) {
        (En, Some(commit)) => format!("From {course}, commit {commit}:"),
        (En, None) => format!("From {course}:"),
        (Es, Some(commit)) => format!("De {course}, commit {commit}:"),
        (Es, None) => format!("De {course}:"),
    }
}

pub(super) fn new_exercise(language: Language, id: &str) -> String {
    match language {
        En => format!("  {id:<7} new exercise"),
        Es => format!("  {id:<7} ejercicio nuevo"),
    }
}

pub(super) fn new_starter(language: Language, id: &str) -> String {
    match language {
        En => format!("  {id:<7} newer starter; you had not changed yours"),
        Es => format!("  {id:<7} punto de partida más nuevo; no habías cambiado el tuyo"),
    }
}

pub(super) fn new_signatures(language: Language, id: &str, beside: &Path) -> String {
    let beside = beside.display();
    match language {
        En => format!(
            "  {id:<7} your file stays, but the tests expect other signatures now. Compare with\n          \
             {beside}"
        ),
        Es => format!(
            "  {id:<7} tu archivo se queda, pero las pruebas esperan ahora otras firmas. Compara con\n          \
             {beside}"
        ),
    }
}

/// `id` is none for the crates that exercises share, and for the runner.
pub(super) fn newer_files(language: Language, id: Option<&str>, count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    match (language, id) {
        (En, Some(id)) => format!("  {id:<7} tests and texts: {count} file{plural} newer"),
        (En, None) => format!("  shared  crates and runner: {count} file{plural} newer"),
        (Es, Some(id)) => {
            format!("  {id:<7} pruebas y textos: {count} archivo{plural} más nuevo{plural}")
        }
        (Es, None) => {
            format!("  común   crates y comandos: {count} archivo{plural} más nuevo{plural}")
        }
    }
}

pub(super) fn moved(language: Language, id: &str, folder: &Path) -> String {
    let folder = folder.display();
    match language {
        En => format!("  {id:<7} moved to {folder}, with your file"),
        Es => format!("  {id:<7} se ha movido a {folder}, con tu archivo"),
    }
}

pub(super) fn set_aside(language: Language, id: &str, folder: &Path) -> String {
    let folder = folder.display();
    match language {
        En => format!("  {id:<7} is no longer in the course; your work is in {folder}"),
        Es => format!("  {id:<7} ya no está en el curso; tu trabajo está en {folder}"),
    }
}

pub(super) fn replaced(language: Language, path: &Path, backup: &Path) -> String {
    let (path, backup) = (path.display(), backup.display());
    match language {
        En => format!("  {path} is replaced; your version is in {backup}"),
        Es => format!("  {path} se reemplaza; tu versión está en {backup}"),
    }
}
