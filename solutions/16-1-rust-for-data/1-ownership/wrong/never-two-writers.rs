//! fails: the_compiler_agrees_about_references
//! hint_en: Two `&mut` may follow one another in the same block: the first is over after its last use.
//! The rule is about references that are in use at the same time.
//! hint_es: Dos `&mut` pueden ir una tras otra en el mismo bloque: la primera acaba con su último uso.
//! La regla trata de referencias que se usan al mismo tiempo.

const BORROW_QUIZ: &[(&str, Option<&str>)] = &[
    // solution:begin writers_in_turn
    ("writers_in_turn", Some("E0499")),
    // solution:end
];
