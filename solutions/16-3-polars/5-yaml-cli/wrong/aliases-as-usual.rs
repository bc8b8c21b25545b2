//! fails: wrong_values_are_refused_with_line_and_step
//! hint_en: `from_str` allows anchors and aliases within its default budget. A pipeline needs none: set
//! `max_anchors` and `max_aliases` to 0 with `budget!` inside `options!`.
//! hint_es: `from_str` permite anclas y alias dentro de su presupuesto por defecto. Un pipeline no los
//! necesita: pon `max_anchors` y `max_aliases` a 0 con `budget!` dentro de `options!`.

fn parse_pipeline(yaml: &str) -> Result<Pipeline, ConfigError> {
    // solution:begin parse_pipeline
    serde_saphyr::from_str(yaml).map_err(|error| ConfigError::from((yaml, &error)))
    // solution:end
}
