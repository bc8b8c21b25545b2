//! fails: the_identity_changes_nothing
//! hint_en: Here one missing value makes the whole result missing, as `+` does with null in SQL. An
//! aggregation, such as SUM, leaves nulls out: a value combined with `None` is that value.
//! hint_es: Aquí un solo valor ausente deja sin valor todo el resultado, como hace `+` con los nulos en
//! SQL. Una agregación, como SUM, los omite: un valor combinado con `None` es ese mismo valor.

impl<T: Aggregate + Clone> Aggregate for Option<T> {
    fn combine(&self, other: &Self) -> Self {
        // solution:begin option_combine
        match (self, other) {
            (Some(left), Some(right)) => Some(left.combine(right)),
            _ => None,
        }
        // solution:end
    }
}
