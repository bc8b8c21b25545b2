//! fails: exit_codes_tell_who_has_to_act
//! hint_en: Polars can wrap an error of the disk in `PolarsError::Context`, more than once. Look inside
//! with `remove_context` before you match.
//! hint_es: Polars puede envolver un error del disco en `PolarsError::Context`, más de una vez. Mira
//! dentro con `remove_context` antes del `match`.

fn exit_code(failure: &Failure) -> u8 {
    // solution:begin exit_code
    match failure {
        Failure::Config(_) => 2,
        Failure::Io(_) => 4,
        Failure::Step { error: PolarsError::IO { .. }, .. } => 4,
        Failure::Polars(PolarsError::IO { .. }) => 4,
        Failure::Step { .. } | Failure::Polars(_) => 3,
    }
    // solution:end
}
