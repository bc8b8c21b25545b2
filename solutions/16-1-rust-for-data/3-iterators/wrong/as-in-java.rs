//! fails: the_compiler_agrees
//! hint_en: Several threads would add to `large` at once, and lose some. A closure that changes what it
//! captured is `FnMut`, and `for_each` of Rayon takes `Fn`: an atomic counter, or `filter` and `count`.
//! hint_es: Varios hilos sumarían a la vez en `large` y se perderían sumas. Una clausura que cambia lo que
//! capturó es `FnMut`, y el `for_each` de Rayon pide `Fn`: usa un contador atómico, o `filter` y `count`.

const COMPILER_QUIZ: &[(&str, Option<&str>)] = &[
    // solution:begin counter_in_the_closure
    ("a_counter_in_the_closure", None),
    // solution:end
];
