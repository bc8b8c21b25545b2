//! fails: a_process_that_does_not_end_is_killed
//! hint_en: To stop waiting does not stop the process. It goes on beside the next contender and takes
//! processors and memory from it: `kill` it, then `wait` for its end.
//! hint_es: Dejar de esperar no detiene el proceso. Sigue corriendo junto al siguiente competidor y le
//! quita procesadores y memoria: mátalo con `kill` y espera su final con `wait`.

fn wait_within(child: &mut Child, time_limit: Duration) -> io::Result<Option<ExitStatus>> {
    // solution:begin wait_within
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= time_limit {
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    // solution:end
}
