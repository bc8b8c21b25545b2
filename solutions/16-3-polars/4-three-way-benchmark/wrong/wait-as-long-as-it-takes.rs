//! fails: a_process_that_does_not_end_is_killed
//! hint_en: `Child::wait` returns when the process has ended, and not before: the limit is checked too
//! late. Ask with `try_wait`, which returns at once, again and again.
//! hint_es: `Child::wait` vuelve cuando el proceso ha terminado, y no antes: el límite se comprueba
//! demasiado tarde. Pregunta una y otra vez con `try_wait`, que vuelve al instante.

fn wait_within(child: &mut Child, time_limit: Duration) -> io::Result<Option<ExitStatus>> {
    // solution:begin wait_within
    let start = Instant::now();
    let status = child.wait()?;
    Ok((start.elapsed() <= time_limit).then_some(status))
    // solution:end
}
