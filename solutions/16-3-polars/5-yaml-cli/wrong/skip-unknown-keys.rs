//! fails: what_a_pipeline_does_not_know_is_refused
//! hint_en: Serde skips keys that it does not know, and a misspelled one has no effect. Add
//! `deny_unknown_fields` to `Pipeline`, `Place` and `Step`.
//! hint_es: Serde se salta las claves que no conoce, y una mal escrita no tiene efecto. Añade
//! `deny_unknown_fields` a `Pipeline`, `Place` y `Step`.

// solution:begin pipeline
#[derive(Debug, PartialEq, Deserialize)]
// solution:end
struct Pipeline {}

// solution:begin place
#[serde(rename_all = "snake_case")]
// solution:end
enum Place {}

// solution:begin step
#[serde(rename_all = "snake_case")]
// solution:end
enum Step {}
