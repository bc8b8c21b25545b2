//! fails: the_compiler_agrees
//! hint_en: An `Rc` counts its owners without an atomic instruction, so two threads could free it twice.
//! It is neither `Send` nor `Sync`, and the bound on the closure asks for both: `Arc` is.
//! hint_es: Un `Rc` cuenta a sus dueños sin instrucciones atómicas, y dos hilos podrían liberarlo dos
//! veces. No es `Send` ni `Sync`, y el límite de la clausura pide las dos cosas: `Arc` sí lo es.

const COMPILER_QUIZ: &[(&str, Option<&str>)] = &[
    // solution:begin name_behind_an_rc
    ("a_name_behind_an_rc", None),
    // solution:end
];
