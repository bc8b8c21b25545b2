//! fails: endings_are_predicted
//! hint_en: Nothing in Rust looks for cycles. Each `Rc` in this one keeps the other's counter above
//! zero, so neither is ever freed: a leak, which is safe but not wanted.
//! hint_es: Nada en Rust busca ciclos. Cada `Rc` de este mantiene el contador del otro por encima de
//! cero y ninguno se libera nunca: es una fuga, segura pero indeseada.

const PREDICTED_ENDINGS: &[(&str, &str)] = &[
    // solution:begin in_a_cycle
    ("in_a_cycle", "freed"),
    // solution:end
];
