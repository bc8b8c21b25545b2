//! What `solution` says.

use std::path::Path;

use crate::language::Language::{self, En, Es};

/// What is missing before the reference is shown.
pub(super) fn locked(language: Language, id: &str) -> String {
    match language {
        En => format!(
            "The reference opens when all tests of {id} pass: cargo ex {id}\n\
             Stuck? A hint takes you further:  cargo ex hint {id}\n\
             To see it nevertheless:           add --spoil"
        ),
        Es => format!(
            "La referencia se abre cuando pasan todas las pruebas de {id}: cargo ex {id}\n\
             ¿Te atascas? Una pista te hará avanzar:  cargo ex hint {id}\n\
             Para verla de todos modos:               añade --spoil"
        ),
    }
}

/// What the last test run earned, as a line.
pub(super) fn so_far(language: Language, points: u32, total: u32) -> String {
    match language {
        En => format!("So far your file has {points} of {total} points.\n"),
        Es => format!("Por ahora tu archivo tiene {points} de {total} puntos.\n"),
    }
}

/// `course` is where this copy came from.
pub(super) fn not_here(language: Language, id: &str, course: Option<&Path>) -> String {
    let Some(course) = course.map(Path::display) else {
        return match language {
            En => format!("there is no reference solution of `{id}` yet"),
            Es => format!("todavía no hay solución de referencia de `{id}`"),
        };
    };
    match language {
        En => format!(
            "your copy has no solutions, and `{course}`, where it came from, has none of `{id}`\n\n\
             hint: if the course has moved, `cargo ex update --from FOLDER` tells your copy where to"
        ),
        Es => format!(
            "tu copia no tiene soluciones, y en `{course}`, de donde salió, no está la de `{id}`\n\n\
             pista: si el curso ha cambiado de sitio, indícalo con `cargo ex update --from CARPETA`"
        ),
    }
}
