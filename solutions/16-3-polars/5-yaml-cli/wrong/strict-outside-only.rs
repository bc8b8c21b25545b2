//! fails: what_a_pipeline_does_not_know_is_refused
//! hint_en: `deny_unknown_fields` holds for the type that it stands on, not for the types inside it.
//! `Place` and `Step` need it as well, beside `rename_all`.
//! hint_es: `deny_unknown_fields` vale para el tipo en el que está, no para los que contiene. `Place` y
//! `Step` también lo necesitan, junto a `rename_all`.

// solution:begin place
#[serde(rename_all = "snake_case")]
// solution:end
enum Place {}

// solution:begin step
#[serde(rename_all = "snake_case")]
// solution:end
enum Step {}
