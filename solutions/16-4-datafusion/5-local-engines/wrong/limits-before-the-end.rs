//! fails: the_end_of_a_process_is_told_as_it_was
//! hint_en: You look at the clock before you look at the process. One that has ended by itself, a moment
//! before its time was up, counts as stopped. Ask first whether it has ended.
//! hint_es: Miras el reloj antes que el proceso. Uno que terminó solo, un momento antes de agotar su
//! tiempo, cuenta como detenido. Pregunta primero si ha terminado.

fn supervise(group: &mut Group, limits: Limits) -> io::Result<Watched> {
    // solution:begin supervise
    let start = std::time::Instant::now();
    let mut peak_bytes = 0;
    while start.elapsed() < limits.time {
        let memory_bytes = group.memory_bytes();
        peak_bytes = peak_bytes.max(memory_bytes);
        if group.has_ended()? {
            return Ok(Watched { exit: group.kill()?, peak_bytes });
        }
        if memory_bytes > limits.memory_bytes {
            group.kill()?;
            return Ok(Watched { exit: Exit::MemoryLimit, peak_bytes });
        }
        std::thread::sleep(PAUSE);
    }
    group.kill()?;
    Ok(Watched { exit: Exit::TimeLimit, peak_bytes })
    // solution:end
}
