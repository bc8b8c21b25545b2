//! fails: a_process_that_does_not_end_is_killed
//! hint_en: A loop without pause keeps one processor busy for as long as the contender runs, and on a
//! small machine that makes every engine slower. Sleep between two questions.
//! hint_es: Un bucle sin pausa ocupa un procesador mientras corre el competidor, y en una máquina pequeña
//! eso frena a todos los motores. Duerme entre pregunta y pregunta.

fn wait_within(child: &mut Child, time_limit: Duration) -> io::Result<Option<ExitStatus>> {
    // solution:begin wait_within
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= time_limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
    }
    // solution:end
}
