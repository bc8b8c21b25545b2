//! fails: without_jar_or_memory_there_are_no_settings
//! hint_en: Settings with a size of 0 or a jar that is not there look as good as any. What comes of them
//! shows only when Spark starts, or worse, not at all. Check both before you build the settings.
//! hint_es: Una configuración con tamaño 0 o con un jar que no está parece tan buena como cualquier otra.
//! Lo que sale de ella solo se ve al arrancar Spark o, peor, no se ve. Comprueba las dos cosas antes de
//! construir la configuración.

fn comet_conf(jar: &Path, off_heap_mb: u64) -> Result<Vec<(String, String)>, ConfError> {
    // solution:begin comet_conf
    let jar = jar.to_str().ok_or(ConfError::NoJar)?.to_owned();
    let shuffle_manager = "org.apache.spark.sql.comet.execution.shuffle.CometShuffleManager";
    let settings = [
        ("spark.jars", jar.clone()),
        ("spark.driver.extraClassPath", jar.clone()),
        ("spark.executor.extraClassPath", jar),
        ("spark.plugins", "org.apache.spark.CometPlugin".to_owned()),
        ("spark.shuffle.manager", shuffle_manager.to_owned()),
        ("spark.memory.offHeap.enabled", "true".to_owned()),
        ("spark.memory.offHeap.size", format!("{off_heap_mb}m")),
        (STRICT, "true".to_owned()),
    ];
    Ok(settings.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    // solution:end
}
