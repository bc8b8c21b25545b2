//! What `init` says.

use std::path::Path;

use crate::language::Language::{self, En, Es};
use crate::messages::fixed;

fixed! {
    is_a_copy {
        "this is a student's copy already\n\n\
         hint: run `cargo ex init` in the course, or `cargo ex update` here"
        "esta ya es la copia de un estudiante\n\n\
         pista: ejecuta `cargo ex init` en el curso, o `cargo ex update` aquí"
    }
}

pub(super) fn inside_the_course(language: Language, folder: &Path) -> String {
    let folder = folder.display();
    match language {
        En => format!(
            "`{folder}` is inside the course, and your copy should be a folder of its own\n\n\
             hint: `cargo ex init ../my-workbook`"
        ),
        Es => format!(
            "`{folder}` está dentro del curso, y tu copia debe ser una carpeta aparte\n\n\
             pista: `cargo ex init ../mi-cuaderno`"
        ),
    }
}

pub(super) fn not_empty(language: Language, folder: &Path) -> String {
    let folder = folder.display();
    match language {
        En => format!(
            "`{folder}` is not an empty folder\n\nhint: name a new one; inside a copy you already \
             have, `cargo ex update` brings what is new"
        ),
        Es => format!(
            "`{folder}` no es una carpeta vacía\n\npista: indica una nueva; dentro de una copia que \
             ya tengas, `cargo ex update` trae las novedades"
        ),
    }
}

/// `repository`: whether a Git repository was made.
pub(super) fn done(language: Language, folder: &Path, count: usize, repository: bool) -> String {
    let folder = folder.display();
    let git = match (repository, language) {
        (false, _) => "",
        (true, En) => ", in a Git repository of its own",
        (true, Es) => ", en su propio repositorio de Git",
    };
    match language {
        En => format!("Your copy is in {folder}:\n{count} exercises{git}."),
        Es => format!("Tu copia está en {folder}:\n{count} ejercicios{git}."),
    }
}

pub(super) fn start(language: Language, folder: &Path) -> String {
    let folder = folder.display();
    match language {
        En => format!("Start with:  cd {folder} && cargo ex"),
        Es => format!("Empieza con:  cd {folder} && cargo ex"),
    }
}
