//! fails: values_are_added_in_any_grouping
//! hint_en: A sum that stops at the largest number forgets by how much it went over, so the grouping
//! matters: (MAX + 1) + -1 is MAX - 1, MAX + (1 + -1) is MAX. Wrapping around forgets nothing.
//! hint_es: Una suma que se detiene en el número mayor olvida por cuánto se pasó, y entonces la
//! agrupación importa: (MAX + 1) + -1 es MAX - 1, y MAX + (1 + -1) es MAX. Dar la vuelta no olvida nada.

impl Aggregate for i64 {
    fn combine(&self, other: &Self) -> Self {
        // solution:begin i64_combine
        self.saturating_add(*other)
        // solution:end
    }
}
