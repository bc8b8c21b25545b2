//! fails: a_child_that_fails_is_an_error
//! hint_en: A process may write a good answer and fail afterwards. Only its exit status says that all
//! went well: look at `output.status.success()` first.
//! hint_es: Un proceso puede escribir una buena respuesta y fallar después. Solo su estado de salida
//! dice que todo fue bien: mira primero `output.status.success()`.

fn send_between_processes(
    child: &mut Command,
    batch: &RecordBatch,
) -> Result<RecordBatch, Box<dyn Error>> {
    // solution:begin send_between_processes
    let message = to_ipc(&batch.schema(), slice::from_ref(batch))?;
    let mut child = child.spawn()?;
    let mut input = child.stdin.take().expect("standard input is a pipe");
    let writer = std::thread::spawn(move || input.write_all(&message));
    let output = child.wait_with_output()?;
    writer.join().expect("writing does not panic")?;
    match from_ipc(&output.stdout)?.as_slice() {
        [batch] => Ok(batch.clone()),
        batches => Err(format!("expected 1 batch, found {}", batches.len()).into()),
    }
    // solution:end
}
