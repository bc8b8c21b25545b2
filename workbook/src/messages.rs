//! Everything the runner says to a student, in both languages side by side.

use crate::exercise::Kind;
use crate::language::Language::{self, En, Es};

/// A text without blanks to fill.
macro_rules! fixed {
    ($($(#[$doc:meta])* $name:ident { $en:literal $es:literal })*) => {
        $(
            $(#[$doc])*
            pub(crate) fn $name(language: Language) -> &'static str {
                match language {
                    En => $en,
                    Es => $es,
                }
            }
        )*
    };
}

fixed! {
    list_title { "Exercises" "Ejercicios" }
    list_help {
        "cargo ex ID        tests your solution, for example: cargo ex 16.1.3\n\
         cargo ex hint ID   shows a hint, one more each time\n\
         cargo ex run ID    runs your solution on generated data"
        "cargo ex ID        prueba tu solución; por ejemplo: cargo ex 16.1.3\n\
         cargo ex hint ID   muestra una pista, una más cada vez\n\
         cargo ex run ID    ejecuta tu solución con datos generados"
    }
    new { "new" "nuevo" }
    started { "started" "empezado" }
    passed { "passed" "superado" }
    verdict_ok { "ok" "bien" }
    verdict_failed { "fails" "falla" }
    verdict_todo { "to do" "falta" }
    verdict_unknown { "no result" "sin dato" }
    does_not_compile {
        "Your file does not compile yet, so no test could run. Start with the first error above: the\n\
         others are often its consequence."
        "Tu archivo todavía no compila, así que no se ha podido ejecutar ninguna prueba. Empieza por\n\
         el primer error de arriba: los demás suelen ser consecuencia suya."
    }
    stopped_early {
        "The process ended before all tests had a result, for example by running out of memory or by\n\
         endless recursion."
        "El proceso terminó antes de que todas las pruebas tuvieran resultado; por ejemplo, por falta\n\
         de memoria o por una recursión sin fin."
    }
    common_cause { "A common cause" "Una causa frecuente" }
    all_hints_seen {
        "These are all the hints. Now read the failing test: it is in the same folder, in `tests.rs`."
        "No hay más pistas. Ahora lee la prueba que falla: está en la misma carpeta, en `tests.rs`."
    }
    all_passed { "That was the last open exercise." "Era el último ejercicio pendiente." }
    building_once {
        "This exercise links an engine. The first build takes several minutes; after that, seconds."
        "Este ejercicio enlaza un motor. La primera compilación tarda varios minutos; después, segundos."
    }
}

pub(crate) fn kind(language: Language, kind: Kind) -> &'static str {
    match (kind, language) {
        (Kind::Implement, En) => "implement",
        (Kind::Implement, Es) => "implementa",
        (Kind::Measure, En) => "measure",
        (Kind::Measure, Es) => "mide",
        (Kind::Read, En) => "read",
        (Kind::Read, Es) => "lee",
        (Kind::Design, En) => "design",
        (Kind::Design, Es) => "diseña",
    }
}

pub(crate) fn your_file(language: Language, path: &str) -> String {
    match language {
        En => format!("Your file: {path}"),
        Es => format!("Tu archivo: {path}"),
    }
}

pub(crate) fn minutes_and_points(language: Language, minutes: u32, points: u32) -> String {
    match language {
        En => format!("{minutes:>3} min {points:>3} points"),
        Es => format!("{minutes:>3} min {points:>3} puntos"),
    }
}

pub(crate) fn score(language: Language, points: u32, total: u32) -> String {
    match language {
        En => format!("{points} of {total} points"),
        Es => format!("{points} de {total} puntos"),
    }
}

/// What to work on first.
pub(crate) fn start_with(language: Language, test: &str) -> String {
    match language {
        En => format!("Look at `{test}` first"),
        Es => format!("Empieza por `{test}`"),
    }
}

pub(crate) fn next_hint(language: Language, id: &str, next: usize, total: usize) -> String {
    match language {
        En => format!("Stuck? Hint {next} of {total}: cargo ex hint {id}"),
        Es => format!("¿Te atascas? Pista {next} de {total}: cargo ex hint {id}"),
    }
}

pub(crate) fn hint_title(language: Language, number: usize, total: usize) -> String {
    match language {
        En => format!("Hint {number} of {total}"),
        Es => format!("Pista {number} de {total}"),
    }
}

pub(crate) fn compare_with(language: Language, path: &str) -> String {
    match language {
        En => format!("Compare with the reference solution: {path}"),
        Es => format!("Compara con la solución de referencia: {path}"),
    }
}

pub(crate) fn see_it_run(language: Language, id: &str) -> String {
    match language {
        En => format!("See it work on real data: cargo ex run {id}"),
        Es => format!("Míralo funcionar con datos de verdad: cargo ex run {id}"),
    }
}

pub(crate) fn next_exercise(language: Language, id: &str, title: &str) -> String {
    match language {
        En => format!("Next: cargo ex {id}   {title}"),
        Es => format!("Siguiente: cargo ex {id}   {title}"),
    }
}

pub(crate) fn reset_done(language: Language, file: &str, backup: &str) -> String {
    match language {
        En => format!("{file} is the starter again. Your version is in {backup}."),
        Es => format!("{file} vuelve a ser el punto de partida. Tu versión está en {backup}."),
    }
}

pub(crate) fn reset_not_needed(language: Language, file: &str) -> String {
    match language {
        En => format!("{file} is the starter already."),
        Es => format!("{file} ya es el punto de partida."),
    }
}

pub(crate) fn still_to_do(language: Language, id: &str) -> String {
    match language {
        En => format!("It stopped at a `todo!`, which is yours to replace: cargo ex {id}"),
        Es => format!("Se detuvo en un `todo!`, que te toca reemplazar: cargo ex {id}"),
    }
}

/// `close` is what the student may have meant.
pub(crate) fn no_such_exercise(language: Language, id: &str, close: Option<&str>) -> String {
    match (language, close) {
        (En, Some(close)) => {
            format!("there is no exercise `{id}`\n\nhint: did you mean `{close}`?")
        }
        (En, None) => format!("there is no exercise `{id}`\n\nhint: `cargo ex` lists them"),
        (Es, Some(close)) => {
            format!("no existe el ejercicio `{id}`\n\npista: ¿querías decir `{close}`?")
        }
        (Es, None) => {
            format!("no existe el ejercicio `{id}`\n\npista: `cargo ex` muestra los que hay")
        }
    }
}
