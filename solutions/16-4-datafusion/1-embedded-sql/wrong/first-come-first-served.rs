//! fails: the_session_follows_its_configuration
//! hint_en: `with_memory_limit` makes a pool in which the first operator may take everything, and the next
//! finds nothing left. `FairSpillPool`, inside a `TrackConsumersPool`, keeps an equal share for each.
//! hint_es: `with_memory_limit` crea un pool en el que el primer operador puede quedarse con todo, y el
//! siguiente no encuentra nada. `FairSpillPool`, dentro de un `TrackConsumersPool`, reserva una parte igual
//! para cada uno.

fn session(config: &EngineConfig) -> Result<SessionContext> {
    // solution:begin session
    use datafusion::execution::runtime_env::RuntimeEnvBuilder;

    let mut settings = SessionConfig::new()
        .with_target_partitions(config.partitions)
        .with_batch_size(config.batch_rows);
    let options = settings.options_mut();
    options.execution.parquet.pushdown_filters = config.pushdown_filters;
    options.optimizer.prefer_hash_join = config.prefer_hash_join;
    let mut runtime = RuntimeEnvBuilder::new();
    if let Some(limit) = config.memory_limit_bytes {
        options.execution.sort_spill_reservation_bytes = limit / 128;
        runtime = runtime.with_memory_limit(limit, 1.0);
    }
    Ok(SessionContext::new_with_config_rt(settings, runtime.build_arc()?))
    // solution:end
}
