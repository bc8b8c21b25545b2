//! fails: the_compiler_agrees_about_moves
//! hint_en: `f64` is `Copy`: assigning it copies eight bytes and leaves the old name valid. A `Vec` is
//! not `Copy`, since two owners would free the same memory twice.
//! hint_es: `f64` es `Copy`: asignarlo copia ocho bytes y el nombre antiguo sigue siendo válido. Un `Vec`
//! no es `Copy`, porque dos dueños liberarían dos veces la misma memoria.

const BORROW_QUIZ: &[(&str, Option<&str>)] = &[
    // solution:begin number_used_twice
    ("number_used_twice", Some("E0382")),
    // solution:end
];
