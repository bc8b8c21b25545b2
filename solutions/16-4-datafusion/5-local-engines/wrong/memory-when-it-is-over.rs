//! fails: a_memory_limit_holds_for_the_group
//! hint_en: You look at the memory of the group once, when it is over. By then it is free. Look every
//! time, and keep the highest.
//! hint_es: Miras la memoria del grupo una sola vez, cuando ya ha terminado y está libre. Mírala en cada
//! vuelta y quédate con la más alta.

fn supervise(group: &mut Group, limits: Limits) -> io::Result<Watched> {
    // solution:begin supervise
    let start = std::time::Instant::now();
    while !group.has_ended()? {
        if start.elapsed() >= limits.time {
            group.kill()?;
            return Ok(Watched { exit: Exit::TimeLimit, peak_bytes: 0 });
        }
        std::thread::sleep(PAUSE);
    }
    let peak_bytes = group.memory_bytes();
    let ended = group.kill()?;
    let exit = if peak_bytes > limits.memory_bytes { Exit::MemoryLimit } else { ended };
    Ok(Watched { exit, peak_bytes })
    // solution:end
}
