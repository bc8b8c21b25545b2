//! fails: exit_codes_tell_who_has_to_act
//! hint_en: A missing file also comes as an error of Polars: `PolarsError::IO`. Its code is 4, since the
//! data are not to blame.
//! hint_es: Un archivo que falta también llega como error de Polars: `PolarsError::IO`. Su código es 4,
//! porque los datos no tienen la culpa.

fn exit_code(failure: &Failure) -> u8 {
    // solution:begin exit_code
    match failure {
        Failure::Config(_) => 2,
        Failure::Step { .. } | Failure::Polars(_) => 3,
        Failure::Io(_) => 4,
    }
    // solution:end
}
