//! fails: the_session_follows_its_configuration
//! hint_en: The reserve that every sort sets aside for merging is 10 MiB by default: more than the whole
//! limit here, so no sort can begin. Set `execution.sort_spill_reservation_bytes` along with the pool.
//! hint_es: La reserva que cada ordenación aparta para mezclar es de 10 MiB por defecto: más que todo el
//! límite, así que ninguna puede empezar. Ajusta `execution.sort_spill_reservation_bytes` junto al límite.

fn session(config: &EngineConfig) -> Result<SessionContext> {
    // solution:begin session
    use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
    use datafusion::execution::runtime_env::RuntimeEnvBuilder;

    let mut settings = SessionConfig::new()
        .with_target_partitions(config.partitions)
        .with_batch_size(config.batch_rows);
    let options = settings.options_mut();
    options.execution.parquet.pushdown_filters = config.pushdown_filters;
    options.optimizer.prefer_hash_join = config.prefer_hash_join;
    let mut runtime = RuntimeEnvBuilder::new();
    if let Some(limit) = config.memory_limit_bytes {
        let top = std::num::NonZeroUsize::new(5).expect("5 is not 0");
        let pool = TrackConsumersPool::new(FairSpillPool::new(limit), top);
        runtime = runtime.with_memory_pool(Arc::new(pool));
    }
    Ok(SessionContext::new_with_config_rt(settings, runtime.build_arc()?))
    // solution:end
}
