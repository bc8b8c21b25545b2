//! fails: the_compiler_agrees_about_references
//! hint_en: E0502 is about one writer and one reader at a time. Here both references are `&mut`, and
//! the first is used again after the second was made: two writers.
//! hint_es: E0502 trata de un escritor y un lector a la vez. Aquí las dos referencias son `&mut`, y la
//! primera se vuelve a usar después de crear la segunda: dos escritores.

const BORROW_QUIZ: &[(&str, Option<&str>)] = &[
    // solution:begin two_writers
    ("two_writers", Some("E0502")),
    // solution:end
];
