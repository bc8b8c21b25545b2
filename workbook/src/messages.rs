//! Everything the runner says to a student, in both languages side by side.

use std::time::Duration;

use crate::exercise::Kind;
use crate::language::Language::{self, En, Es};
use crate::verdict::Crash;

/// A problem with the workbook itself, which stops the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    NotInWorkbook,
    CargoStopped,
}

impl Problem {
    pub(crate) fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::NotInWorkbook, En) => {
                "this folder is not inside the workbook\n\nhint: `cd` into it first"
            }
            (Self::NotInWorkbook, Es) => {
                "esta carpeta no está dentro del cuaderno\n\npista: entra en él con `cd`"
            }
            (Self::CargoStopped, En) => "cargo stopped before it compiled anything: see above why",
            (Self::CargoStopped, Es) => "cargo se detuvo antes de compilar: arriba dice por qué",
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text(En))
    }
}

impl std::error::Error for Problem {}

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
pub(crate) use fixed;

fixed! {
    new { "new" "nuevo" }
    started { "started" "empezado" }
    passed { "passed" "superado" }
    verdict_ok { "ok" "bien" }
    verdict_failed { "fails" "falla" }
    verdict_todo { "to do" "falta" }
    verdict_timed_out { "no end" "no acaba" }
    verdict_crashed { "crashes" "aborta" }
    verdict_not_run { "skipped" "omitida" }
    does_not_compile {
        "Your file does not compile yet, so no test could run. Start with the first error above: the \
         others are often its consequence."
        "Tu archivo todavía no compila, así que no se ha podido ejecutar ninguna prueba. Empieza por \
         el primer error de arriba: los demás suelen ser consecuencia suya."
    }
    common_cause { "A common cause" "Una causa frecuente" }
    other_cause { "Or for this one" "O por este otro" }
    all_hints_seen {
        "These are all the hints. Now read the failing test: it is in the same folder, in `tests.rs`."
        "No hay más pistas. Ahora lee la prueba que falla: está en la misma carpeta, en `tests.rs`."
    }
    all_passed { "That was the last open exercise." "Era el último ejercicio pendiente." }
    last_words { "Its last words:" "Sus últimas palabras:" }
    printed { "What it printed:" "Lo que imprimió:" }
    nothing_found { "No exercise matches." "Ningún ejercicio coincide." }
    what_next { "What next" "Y ahora" }
    which_one {
        "all exercises have passed: name the one you mean"
        "todos los ejercicios están superados: di a cuál te refieres"
    }
    go_further { "To go further" "Para ir más lejos" }
    all_done { "All exercises have passed." "Todos los ejercicios están superados." }
    without_the_file {
        "Your file is not there: `cargo ex reset ID` puts the starter in its place."
        "Tu archivo no está: `cargo ex reset ID` pone en su lugar el punto de partida."
    }
    /// The commands of [`crate::cmd::status`].
    command_test { "test your solution" "prueba tu solución" }
    command_watch { "test it each time you save" "la prueba cada vez que guardas" }
    command_hint { "a hint, one more each time" "una pista, una más cada vez" }
    command_next { "the next open exercise" "el siguiente ejercicio pendiente" }
    command_list { "all exercises" "todos los ejercicios" }
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

/// Above the hint of a misconception whose test says the very same.
pub(crate) fn known_cause(language: Language, test: &str) -> String {
    match language {
        En => format!("`{test}` fails for a known reason"),
        Es => format!("`{test}` falla por un motivo conocido"),
    }
}

/// Why a test runs alone: nobody knows yet what became of it.
pub(crate) fn one_by_one(language: Language, count: usize) -> String {
    match (language, count) {
        (En, 1) => "1 test has no result: it runs once more, alone.".to_owned(),
        (En, _) => format!("{count} tests have no result: each runs once more, alone."),
        (Es, 1) => "1 prueba no tiene resultado: se repite a solas.".to_owned(),
        (Es, _) => format!("{count} pruebas no tienen resultado: se repiten una por una."),
    }
}

/// What the runner is waiting for while no test ends. `tests` are full names.
pub(crate) fn waiting_for(language: Language, tests: &[&str], left: Duration) -> String {
    const NAMED: usize = 3;
    let names = tests.iter().take(NAMED).map(|name| name.trim_start_matches("tests::"));
    let names = names.collect::<Vec<_>>().join(", ");
    let more = match (language, tests.len().saturating_sub(NAMED)) {
        (_, 0) => String::new(),
        (En, count) => format!(" and {count} more"),
        (Es, count) => format!(" y {count} más"),
    };
    let left_s = left.as_secs();
    match language {
        En => format!(
            "Waiting for {names}{more}. They are cut short unless one ends within {left_s} s."
        ),
        Es => format!(
            "Esperando: {names}{more}. Si ninguna acaba antes de {left_s} s, se interrumpen."
        ),
    }
}

pub(crate) fn timed_out(language: Language, test: &str, limit: Duration) -> String {
    let limit_s = limit.as_secs_f64();
    match language {
        En => format!(
            "`{test}` had not ended after {limit_s} s. Look for a loop whose condition never changes, \
             or a thread that waits for something that never comes. If it does need more time: \
             --timeout SECONDS."
        ),
        Es => format!(
            "`{test}` no había terminado al cabo de {limit_s} s. Busca un bucle cuya condición no \
             cambia nunca, o un hilo que espera algo que no llega. Si de verdad necesita más tiempo: \
             --timeout SEGUNDOS."
        ),
    }
}

pub(crate) fn crashed(language: Language, test: &str, crash: &Crash) -> String {
    match (language, crash) {
        (En, Crash::StackOverflow) => format!(
            "`{test}` used up the stack. A function calls itself without ever reaching the end, or \
             megabytes lie on the stack: a `Vec` or a `Box` keeps them on the heap."
        ),
        (Es, Crash::StackOverflow) => format!(
            "`{test}` agotó la pila. Una función se llama a sí misma sin llegar nunca al final, o hay \
             megabytes en la pila: un `Vec` o un `Box` los guarda en el montículo."
        ),
        (En, Crash::OutOfMemory) => format!(
            "`{test}` asked for more memory than there is for it. Look for a collection that grows \
             without end, a length that is computed wrong, or a `println!` in an endless loop."
        ),
        (Es, Crash::OutOfMemory) => format!(
            "`{test}` pidió más memoria de la que hay para ella. Busca una colección que crece sin \
             fin, una longitud mal calculada o un `println!` en un bucle sin fin."
        ),
        (En, Crash::Exit { code }) => format!(
            "`{test}` ended the whole process with exit code {code}, and no test can go on after \
             that. Return from the function instead of calling `std::process::exit`."
        ),
        (Es, Crash::Exit { code }) => format!(
            "`{test}` terminó el proceso entero con el código de salida {code}, y después de eso \
             ninguna prueba puede seguir. En lugar de llamar a `std::process::exit`, vuelve de la \
             función."
        ),
        (En, Crash::Signal { number, .. }) => {
            format!("`{test}` was ended by signal {number}: {}.", signal(language, *number))
        }
        (Es, Crash::Signal { number, .. }) => {
            format!("La señal {number} terminó `{test}`: {}.", signal(language, *number))
        }
    }
}

/// What a signal means, by the numbers that Linux and macOS share.
fn signal(language: Language, number: i32) -> &'static str {
    match (number, language) {
        (4, En) => "an instruction that this processor does not have",
        (4, Es) => "una instrucción que este procesador no tiene",
        (6, En) => "it aborted, as after a panic within a panic or `std::process::abort`",
        (6, Es) => "abortó, como tras un pánico dentro de otro o con `std::process::abort`",
        (8, En) => "arithmetic that the processor refuses",
        (8, Es) => "una operación aritmética que el procesador rechaza",
        (9, En) => "somebody killed it, most often the system, to save memory",
        (9, Es) => "alguien lo mató; casi siempre el sistema, por falta de memoria",
        (11, En) => "it touched memory that is not its own, which takes `unsafe` code",
        (11, Es) => "tocó memoria que no es suya, para lo que hace falta código `unsafe`",
        (_, En) => "see `man 7 signal`",
        (_, Es) => "consulta `man 7 signal`",
    }
}

pub(crate) fn lines_left_out(language: Language, count: usize) -> String {
    match language {
        En => format!("[… {count} more lines …]"),
        Es => format!("[… {count} líneas más …]"),
    }
}

/// Points of tests that this machine cannot run.
pub(crate) fn points_not_run(language: Language, points: u32) -> String {
    match language {
        En => format!("({points} more on a machine that can run the skipped tests)"),
        Es => format!("({points} más en una máquina que pueda ejecutar las pruebas omitidas)"),
    }
}

pub(crate) fn exercises_done(language: Language, done: usize, total: usize) -> String {
    match language {
        En => format!("{done} of {total} exercises"),
        Es => format!("{done} de {total} ejercicios"),
    }
}

pub(crate) fn section(language: Language, section: &str) -> String {
    match language {
        En => format!("Section {section}"),
        Es => format!("Sección {section}"),
    }
}

pub(crate) fn minutes(language: Language, minutes: u32, points: u32) -> String {
    match language {
        En => format!("About {minutes} minutes, {points} points."),
        Es => format!("Unos {minutes} minutos, {points} puntos."),
    }
}

/// The keys of `watch`.
pub(crate) fn keys(language: Language, at_once: bool) -> &'static str {
    match (language, at_once) {
        (En, true) => "Save to test again: [h]int [n]ext [l]ist [r]un again [q]uit",
        (En, false) => {
            "Save to test again, or type h (hint), n (next), l (list), r (run), q (quit), Enter"
        }
        (Es, true) => {
            "Guarda para repetir: [h] pista [n] siguiente [l] lista [r] repetir [q] salir"
        }
        (Es, false) => {
            "Guarda para repetir, o h (pista), n (siguiente), l (lista), r, q (salir) e Intro"
        }
    }
}

/// Instead of waiting for the system to tell, `watch` looks.
pub(crate) fn polling(language: Language, period: Duration) -> String {
    let period_s = period.as_secs_f64();
    match language {
        En => format!("(The system does not tell about saved files: looking every {period_s} s.)"),
        Es => format!("(El sistema no avisa cuando guardas: se mira cada {period_s} s.)"),
    }
}

pub(crate) fn building(language: Language, id: &str) -> String {
    match language {
        En => format!("Testing {id} …"),
        Es => format!("Probando {id} …"),
    }
}

pub(crate) fn your_file(language: Language, path: &str) -> String {
    match language {
        En => format!("Your file: {path}"),
        Es => format!("Tu archivo: {path}"),
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

pub(crate) fn compare_with(language: Language, id: &str) -> String {
    match language {
        En => format!("Compare with the reference solution: cargo ex diff {id}"),
        Es => format!("Compara con la solución de referencia: cargo ex diff {id}"),
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

pub(crate) fn still_to_do(language: Language, id: &str) -> String {
    match language {
        En => format!("It stopped at a `todo!`, which is yours to replace: cargo ex {id}"),
        Es => format!("Se detuvo en un `todo!`, que te toca reemplazar: cargo ex {id}"),
    }
}

pub(crate) fn id_before_command(language: Language, id: &str) -> String {
    match language {
        En => {
            format!("`{id}` stands before the command\n\nhint: `cargo ex hint {id}`, for example")
        }
        Es => format!("`{id}` está antes de la orden\n\npista: por ejemplo, `cargo ex hint {id}`"),
    }
}

/// `close` is what the student may have meant.
pub(crate) fn no_such_exercise(language: Language, id: &str, close: Option<&str>) -> String {
    match (language, close) {
        (En, Some(close)) => {
            format!("there is no exercise `{id}`\n\nhint: did you mean `{close}`?")
        }
        (En, None) => format!("there is no exercise `{id}`\n\nhint: `cargo ex list` shows them"),
        (Es, Some(close)) => {
            format!("no existe el ejercicio `{id}`\n\npista: ¿querías decir `{close}`?")
        }
        (Es, None) => {
            format!("no existe el ejercicio `{id}`\n\npista: `cargo ex list` muestra los que hay")
        }
    }
}

/// Where one exercise was expected.
pub(crate) fn is_a_section(language: Language, section: &str) -> String {
    match language {
        En => {
            format!("{section} is a section\n\nhint: `cargo ex list {section}` shows its exercises")
        }
        Es => format!(
            "{section} es una sección\n\npista: `cargo ex list {section}` muestra sus ejercicios"
        ),
    }
}

/// Where a command takes one exercise.
pub(crate) fn one_at_a_time(language: Language, id: &str) -> String {
    match language {
        En => format!("`cargo ex {id}` takes no more words\n\nhint: `cargo ex --help`"),
        Es => format!("`cargo ex {id}` no admite más palabras\n\npista: `cargo ex --help`"),
    }
}
