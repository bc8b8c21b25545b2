//! fails: the_compiler_agrees
//! hint_en: A guard is code that runs, and the compiler does not try to understand it: an arm with a
//! guard covers nothing. The purchases at or below zero have no arm.
//! hint_es: Una guarda es código que se ejecuta, y el compilador no intenta entenderla: una rama con
//! guarda no cubre nada. Las compras de cero o menos se quedan sin rama.

const COMPILER_QUIZ: &[(&str, Option<&str>)] = &[
    // solution:begin guard_on_the_only_arm
    ("guard_on_the_only_arm", None),
    // solution:end
];
