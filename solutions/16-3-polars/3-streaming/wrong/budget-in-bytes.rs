//! fails: a_budget_moves_groups_to_disk
//! hint_en: The variable ends in `_MB`: it counts megabytes already. A budget a million times too large
//! is never reached, and nothing moves to disk.
//! hint_es: La variable termina en `_MB`: ya cuenta megabytes. Un presupuesto un millón de veces mayor
//! nunca se alcanza, y nada pasa al disco.

fn limit_memory(command: &mut Command, budget_mb: u64, spill_folder: &Path) {
    // solution:begin limit_memory
    command
        .env("POLARS_OOC_MEMORY_BUDGET_MB", (budget_mb * 1_000_000).to_string())
        .env("POLARS_OOC_SPILL_DIR", spill_folder);
    // solution:end
}
