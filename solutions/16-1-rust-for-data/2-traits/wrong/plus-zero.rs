//! fails: the_identity_changes_nothing
//! hint_en: 0.0 + -0.0 is 0.0, so adding 0.0 changes one number: -0.0. The number that changes no
//! number at all is -0.0 itself.
//! hint_es: 0.0 + -0.0 da 0.0, así que sumar 0.0 cambia un número: -0.0. El que no cambia ningún número
//! es precisamente -0.0.

impl Aggregate for f64 {
    fn identity() -> Self {
        // solution:begin f64_identity
        0.0
        // solution:end
    }
}
