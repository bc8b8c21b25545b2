//! fails: what_is_missing_is_told_apart
//! hint_en: `MAX` takes NaN for the largest of all numbers, on all three engines: a single NaN hides
//! every amount. Leave NaN out before you look for the largest.
//! hint_es: `MAX` toma NaN por el mayor de los números en los tres motores: un solo NaN oculta todos los
//! importes. Descarta los NaN antes de buscar el mayor.

fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::MaxNumber(x) => {
            // solution:begin max_number
            format!("MAX({x})")
            // solution:end
        }
    }
}
