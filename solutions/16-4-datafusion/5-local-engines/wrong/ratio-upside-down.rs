//! fails: the_plan_keeps_the_ratio
//! hint_en: You limit the data to 32/50 of the memory: then everything fits. The data are to be larger than
//! the memory, 50 : 32, so multiply by 50 and divide by 32 to go from memory to data.
//! hint_es: Limitas los datos a 32/50 de la memoria: así cabe todo. Los datos tienen que ser más que la
//! memoria, 50 : 32; para pasar de memoria a datos, multiplica por 50 y divide entre 32.

fn scale_plan(memory_bytes: u64, budget_bytes: u64) -> ScalePlan {
    // solution:begin scale_plan
    let scaled = |bytes: u64, by: u128, over: u128| (u128::from(bytes) * by / over) as u64;
    let data_bytes = budget_bytes.min(scaled(memory_bytes / 2, 32, 50));
    let limit_bytes = scaled(data_bytes, 50, 32);
    ScalePlan { data_bytes, limit_bytes, rows: data_bytes / BYTES_PER_ROW }
    // solution:end
}
