//! fails: the_session_follows_its_configuration
//! hint_en: DataFusion reads no column and no row group that it can do without, but by default it leaves
//! single rows to a `FilterExec`. Pass `pushdown_filters` on to `execution.parquet.pushdown_filters`.
//! hint_es: DataFusion no lee las columnas ni los grupos de filas que sobran, pero por defecto deja las
//! filas sueltas a un `FilterExec`. Pasa `pushdown_filters` a `execution.parquet.pushdown_filters`.

fn session(config: &EngineConfig) -> Result<SessionContext> {
    // solution:begin session
    use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
    use datafusion::execution::runtime_env::RuntimeEnvBuilder;

    let mut settings = SessionConfig::new()
        .with_target_partitions(config.partitions)
        .with_batch_size(config.batch_rows);
    let options = settings.options_mut();
    options.optimizer.prefer_hash_join = config.prefer_hash_join;
    let mut runtime = RuntimeEnvBuilder::new();
    if let Some(limit) = config.memory_limit_bytes {
        options.execution.sort_spill_reservation_bytes = limit / 128;
        let top = std::num::NonZeroUsize::new(5).expect("5 is not 0");
        let pool = TrackConsumersPool::new(FairSpillPool::new(limit), top);
        runtime = runtime.with_memory_pool(Arc::new(pool));
    }
    Ok(SessionContext::new_with_config_rt(settings, runtime.build_arc()?))
    // solution:end
}
