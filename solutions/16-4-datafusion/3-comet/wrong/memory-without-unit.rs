//! fails: the_settings_switch_comet_on
//! hint_en: Spark reads a bare number in `spark.memory.offHeap.size` as bytes: 2048 would be two
//! kibibytes, and the first operator would run out of memory. Write the unit, as in `2048m`.
//! hint_es: Spark lee un número sin unidad en `spark.memory.offHeap.size` como bytes: 2048 serían dos
//! kibibytes, y el primer operador se quedaría sin memoria. Escribe la unidad, como en `2048m`.

fn comet_conf(jar: &Path, off_heap_mb: u64) -> Result<Vec<(String, String)>, ConfError> {
    // solution:begin comet_conf
    if !jar.is_file() {
        return Err(ConfError::NoJar);
    }
    if off_heap_mb == 0 {
        return Err(ConfError::NoMemory);
    }
    let jar = jar.display().to_string();
    let off_heap = off_heap_mb.to_string();
    let shuffle_manager = "org.apache.spark.sql.comet.execution.shuffle.CometShuffleManager";
    let settings = [
        ("spark.jars", jar.as_str()),
        ("spark.driver.extraClassPath", &jar),
        ("spark.executor.extraClassPath", &jar),
        ("spark.plugins", "org.apache.spark.CometPlugin"),
        ("spark.shuffle.manager", shuffle_manager),
        ("spark.memory.offHeap.enabled", "true"),
        ("spark.memory.offHeap.size", &off_heap),
        (STRICT, "true"),
    ];
    Ok(settings.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect())
    // solution:end
}
