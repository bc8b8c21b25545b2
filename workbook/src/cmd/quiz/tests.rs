use super::*;

const EXERCISE: &str = r#"
id = "1.1.1"
kind = "read"
minutes = 5
title = { en = "Title", es = "Título" }
task = { en = "Task", es = "Tarea" }
hints = { en = [], es = [] }
tests = []

[[questions]]
id = "one"
prompt = { en = "One letter?", es = "¿Una letra?" }
choices.en = { a = "Yes", b = "No" }
choices.es = { a = "Sí", b = "No" }
answers = ["b"]
explanation = { en = "Since no.", es = "Porque no." }
sources = ["a book"]

[[questions]]
id = "count"
prompt = { en = "How many?", es = "¿Cuántos?" }
number = { value = 2.5, tolerance = 0.1 }
explanation = { en = "Two and a half.", es = "Dos y medio." }
sources = ["a ruler"]

[[questions]]
id = "steps"
prompt = { en = "In which order?", es = "¿En qué orden?" }
order = { en = ["first", "second", "third"], es = ["primero", "segundo", "tercero"] }
explanation = { en = "As it is.", es = "Así es." }
sources = ["a list"]

[[questions]]
id = "why"
prompt = { en = "Why?", es = "¿Por qué?" }
rubric = { en = ["the reason", "the limit"], es = ["el motivo", "el límite"] }
model = { en = "Because of it.", es = "Por eso." }
sources = ["judgement"]
"#;

/// Answers the quiz with `input` in a folder of its own. Returns what was printed and the score.
fn answer(language: Language, input: &str, root: &std::path::Path) -> (String, Option<Quiz>) {
    let exercise: Exercise = toml::from_str(EXERCISE).unwrap();
    let notes = Notes::load(root, &exercise, language).unwrap();
    let style = Style::of_stdout();
    let (input, output) = (input.as_bytes(), Vec::new());
    let mut conversation = Conversation { language, style, input, output, notes };
    let score = conversation.hold(&exercise).unwrap();
    (String::from_utf8(conversation.output).unwrap(), score)
}

/// The right order of the third question, as the student sees its numbers.
fn right_order() -> String {
    let exercise: Exercise = toml::from_str(EXERCISE).unwrap();
    Answer::of(&exercise.questions[2], Language::En).unwrap().solution(Language::En)
}

#[test]
fn right_answers_are_explained_and_counted() {
    let root = tempfile::tempdir().unwrap();
    let input = format!("b\n2.45\n{}\nI think so.\nReally.\n\n", right_order());
    let (text, score) = answer(Language::En, &input, root.path());
    assert_eq!(score, Some(Quiz { right: 3, total: 3 }));
    for part in [
        "Question 1 of 4\nOne letter?\n\n  a) Yes\n  b) No\n",
        "Right.\n\n  Since no.\n  Sources\n  - a book\n",
        "A good answer mentions\n  - the reason\n  - the limit\n\n  A model answer\n  Because of it.",
        "Right at the first attempt: 3 of 3.",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    let notes = std::fs::read_to_string(root.path().join(".workbook/answers/1.1.1.md")).unwrap();
    assert_eq!(notes, "# 1.1.1: Title\n\n## why\n\n> Why?\n\nI think so.\nReally.\n");
}

#[test]
fn a_wrong_answer_can_be_corrected_but_does_not_count() {
    let root = tempfile::tempdir().unwrap();
    let input = format!("x\na\nb\n7\n\n{}\n\n", right_order());
    let (text, score) = answer(Language::Es, &input, root.path());
    assert_eq!(score, Some(Quiz { right: 1, total: 3 }));
    for part in [
        "Responde con estas letras: a, b.",
        "No es correcto. Prueba otra vez",
        "La respuesta: 2,5 ± 0,1",
        "Saltada.",
        "Correctas al primer intento: 1 de 3.",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    assert!(!text.contains("el motivo"), "the rubric comes after the student's words:\n{text}");
    assert!(!root.path().join(".workbook").exists());
}

#[test]
fn the_explanation_waits_for_the_answer() {
    let root = tempfile::tempdir().unwrap();
    let (text, score) = answer(Language::En, "a\n", root.path());
    assert_eq!(score, None);
    assert!(!text.contains("Since no."), "{text}");
    assert!(text.ends_with("no score this time.\n"), "{text}");
}

#[test]
fn an_earlier_answer_to_an_open_question_is_shown_and_kept() {
    let root = tempfile::tempdir().unwrap();
    let first = format!("b\n2.5\n{}\nBecause.\n\n", right_order());
    answer(Language::En, &first, root.path());
    let again = format!("b\n2.5\n{}\n\n", right_order());
    let (text, _) = answer(Language::En, &again, root.path());
    assert!(text.contains("Your answer so far:\n  Because.\n"), "{text}");
    assert!(text.contains("Because of it."), "{text}");
    let file = root.path().join(".workbook/answers/1.1.1.md");
    assert!(std::fs::read_to_string(file).unwrap().ends_with("\nBecause.\n"));
}
