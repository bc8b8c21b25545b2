//! The README of a copy.

use crate::language::Language::{self, En, Es};

pub(super) fn text(language: Language) -> String {
    match language {
        En => ENGLISH.to_owned(),
        Es => SPANISH.to_owned(),
    }
}

const ENGLISH: &str = "\
# Rust for data engineering: my workbook

This is your own copy. Change what you like: nobody else sees it, and `cargo ex reset ID` brings any
exercise back to its beginning, after saving your version.

| type | to |
|---|---|
| `cargo ex` | see where you are and what comes next |
| `cargo ex 16.1.1` | test your solution of an exercise |
| `cargo ex hint 16.1.1` | get a hint, one more each time |
| `cargo ex run 16.1.1` | run your program on generated data |
| `cargo ex quiz 16.1.1` | answer the questions of the exercise |
| `cargo ex diff 16.1.1` | compare with the reference, once you have passed |
| `cargo ex doctor` | see what this machine lacks, and how to install it |
| `cargo ex update` | bring newer exercises from the course, without touching your work |
| `cargo ex --help` | see the rest |

Each exercise is a folder in `exercises`. You write in its `src/main.rs`; `src/tests.rs` says what it
must do. An exercise is also an ordinary program: `cargo run --bin ex-16-1-1` runs it,
`cargo test --bin ex-16-1-1` tests it, and `cargo test --no-fail-fast` tests them all, for which every
file has to compile.

`.workbook` holds your progress, your answers and your backups. Commit it with your work.
";

const SPANISH: &str = "\
# Rust para ingeniería de datos: mi cuaderno

Esta copia es tuya. Cambia lo que quieras: nadie más la ve, y `cargo ex reset ID` devuelve cualquier
ejercicio a su punto de partida, después de guardar tu versión.

| escribe | para |
|---|---|
| `cargo ex` | ver dónde estás y qué viene después |
| `cargo ex 16.1.1` | probar tu solución de un ejercicio |
| `cargo ex hint 16.1.1` | recibir una pista, una más cada vez |
| `cargo ex run 16.1.1` | ejecutar tu programa con datos generados |
| `cargo ex quiz 16.1.1` | responder las preguntas del ejercicio |
| `cargo ex diff 16.1.1` | comparar con la referencia, cuando lo hayas superado |
| `cargo ex doctor` | ver qué le falta a esta máquina y cómo instalarlo |
| `cargo ex update` | traer ejercicios más nuevos del curso, sin tocar tu trabajo |
| `cargo ex --help` | ver lo demás |

Cada ejercicio es una carpeta de `exercises`. Escribes en su `src/main.rs`; `src/tests.rs` dice lo que
debe hacer. Un ejercicio es también un programa normal: `cargo run --bin ex-16-1-1` lo ejecuta,
`cargo test --bin ex-16-1-1` lo prueba, y `cargo test --no-fail-fast` los prueba todos, para lo cual
cada archivo tiene que compilar.

En `.workbook` están tu progreso, tus respuestas y tus copias de seguridad. Inclúyelo en tus commits.
";
