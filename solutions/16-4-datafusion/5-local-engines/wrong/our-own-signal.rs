//! fails: a_time_limit_ends_the_whole_group
//! hint_en: You pass on how the leader ended, and since you killed it, that is signal 9: the time limit
//! looks like a lack of memory. Remember why you killed it.
//! hint_es: Devuelves cómo terminó el líder y, como lo mataste tú, es la señal 9: el límite de tiempo
//! parece falta de memoria. Recuerda por qué lo mataste.

fn supervise(group: &mut Group, limits: Limits) -> io::Result<Watched> {
    // solution:begin supervise
    let start = std::time::Instant::now();
    let mut peak_bytes = 0;
    loop {
        let memory_bytes = group.memory_bytes();
        peak_bytes = peak_bytes.max(memory_bytes);
        if group.has_ended()? || start.elapsed() >= limits.time {
            break;
        }
        if memory_bytes > limits.memory_bytes {
            group.kill()?;
            return Ok(Watched { exit: Exit::MemoryLimit, peak_bytes });
        }
        std::thread::sleep(PAUSE);
    }
    Ok(Watched { exit: group.kill()?, peak_bytes })
    // solution:end
}
