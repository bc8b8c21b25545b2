//! fails: wrong_values_are_refused_with_line_and_step
//! hint_en: The text of the error alone does not say in which step it lies. Make the error with
//! `ConfigError::from((yaml, &error))`: it looks up the line and the step.
//! hint_es: El texto del error por sí solo no dice en qué paso está. Crea el error con
//! `ConfigError::from((yaml, &error))`, que busca la línea y el paso.

fn parse_pipeline(yaml: &str) -> Result<Pipeline, ConfigError> {
    // solution:begin parse_pipeline
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_anchors: 0, max_aliases: 0 },
    };
    serde_saphyr::from_str_with_options(yaml, options)
        .map_err(|error| ConfigError::from(error.to_string()))
    // solution:end
}
