//! fails: the_compiler_agrees
//! hint_en: A template of C++ is checked for each type it is used with; a generic function of Rust once,
//! on its own. Its body may use only what the bounds promise, and `<T>` promises nothing.
//! hint_es: Una plantilla de C++ se comprueba con cada tipo con que se usa; una función genérica de Rust,
//! una sola vez y por sí misma. Su cuerpo solo puede usar lo que prometen los límites, y `<T>` no
//! promete nada.

const COMPILER_QUIZ: &[(&str, Option<&str>)] = &[
    // solution:begin method_without_a_bound
    ("method_without_a_bound", None),
    // solution:end
];
