//! fails: the_plan_keeps_the_ratio
//! hint_en: You divide first and then multiply, so that the remainder of the division is lost 50 times.
//! Multiply first, in `u128`, where no product of two `u64` is too large.
//! hint_es: Divides antes de multiplicar, y el resto de la división se pierde 50 veces. Multiplica primero,
//! en `u128`, donde cabe cualquier producto de dos `u64`.

fn scale_plan(memory_bytes: u64, budget_bytes: u64) -> ScalePlan {
    // solution:begin scale_plan
    let data_bytes = budget_bytes.min(memory_bytes / 2 / 32 * 50);
    let limit_bytes = data_bytes / 50 * 32;
    ScalePlan { data_bytes, limit_bytes, rows: data_bytes / BYTES_PER_ROW }
    // solution:end
}
