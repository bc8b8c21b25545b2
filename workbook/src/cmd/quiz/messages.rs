//! What the quiz says.

use crate::language::Language::{self, En, Es};
use crate::messages::fixed;

fixed! {
    right { "Right." "Correcto." }
    wrong {
        "Not right. Try again, or press Enter to see the answer."
        "No es correcto. Prueba otra vez, o pulsa Intro para ver la respuesta."
    }
    sources { "Sources" "Fuentes" }
    ask_letter { "Your answer (a letter; Enter shows it):" "Tu respuesta (una letra; Intro la muestra):" }
    ask_letters {
        "Your answer (one or more letters; Enter shows it):"
        "Tu respuesta (una o más letras; Intro la muestra):"
    }
    ask_number {
        "Your answer (a number; Enter shows it):"
        "Tu respuesta (un número; Intro la muestra):"
    }
    ask_order {
        "The right order, such as 2 1 3 (Enter shows it):"
        "El orden correcto, como 2 1 3 (Intro lo muestra):"
    }
    expected_number { "Please write a number, such as 3.5." "Escribe un número, como 3,5." }
    earlier { "Your answer so far:" "Tu respuesta hasta ahora:" }
    write {
        "Answer in your own words. An empty line ends your answer."
        "Responde con tus propias palabras. Una línea vacía termina la respuesta."
    }
    write_anew {
        "Write it anew, ending with an empty line, or press Enter to keep it."
        "Escríbela de nuevo y termina con una línea vacía, o pulsa Intro para conservarla."
    }
    skipped {
        "Skipped. What a good answer mentions appears once you have written yours."
        "Saltada. Lo que menciona una buena respuesta aparece cuando hayas escrito la tuya."
    }
    rubric { "A good answer mentions" "Una buena respuesta menciona" }
    model { "A model answer" "Una respuesta modelo" }
    to_be_continued {
        "The input ended before the last question: no score this time."
        "La entrada terminó antes de la última pregunta: esta vez no hay puntuación."
    }
}

pub(super) fn question(language: Language, number: usize, total: usize) -> String {
    match language {
        En => format!("Question {number} of {total}"),
        Es => format!("Pregunta {number} de {total}"),
    }
}

pub(super) fn expected_letters(language: Language, letters: &str) -> String {
    match language {
        En => format!("Please answer with these letters: {letters}."),
        Es => format!("Responde con estas letras: {letters}."),
    }
}

pub(super) fn expected_order(language: Language, count: usize) -> String {
    match language {
        En => format!("Please write every number from 1 to {count} once."),
        Es => format!("Escribe cada número del 1 al {count} una sola vez."),
    }
}

pub(super) fn solution(language: Language, answer: &str) -> String {
    match language {
        En => format!("The answer: {answer}"),
        Es => format!("La respuesta: {answer}"),
    }
}

pub(super) fn saved(language: Language, file: &str) -> String {
    match language {
        En => format!("Saved in {file}."),
        Es => format!("Guardado en {file}."),
    }
}

/// `total` counts the questions that have one right answer.
pub(super) fn score(language: Language, right: u32, total: u32) -> String {
    match language {
        En => format!("Right at the first attempt: {right} of {total}."),
        Es => format!("Correctas al primer intento: {right} de {total}."),
    }
}
