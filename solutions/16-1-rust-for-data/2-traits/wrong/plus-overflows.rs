//! fails: values_are_added_in_any_grouping
//! hint_en: With `+`, an `i64` that overflows panics in a development build and wraps around in a
//! release build. A law that depends on the build is none: `wrapping_add` does the same in both.
//! hint_es: Con `+`, un `i64` que se desborda provoca un panic al compilar para desarrollo y da la vuelta
//! al compilar con release. Una ley que depende de la compilación no es ley: `wrapping_add` hace lo
//! mismo en ambas.

impl Aggregate for i64 {
    fn combine(&self, other: &Self) -> Self {
        // solution:begin i64_combine
        self + other
        // solution:end
    }
}
