//! fails: a_batch_travels_to_a_process_and_back
//! hint_en: The child's answer fills its pipe while you still write. It waits for you to read, stops
//! reading, your pipe fills too, and both wait forever. Write on a thread of its own, and read at the
//! same time.
//! hint_es: La respuesta del hijo llena su tubería mientras tú sigues escribiendo. Él espera a que leas y
//! deja de leer; tu tubería también se llena, y los dos esperan para siempre. Escribe en un hilo aparte
//! y lee al mismo tiempo.

fn send_between_processes(
    child: &mut Command,
    batch: &RecordBatch,
) -> Result<RecordBatch, Box<dyn Error>> {
    // solution:begin send_between_processes
    let message = to_ipc(&batch.schema(), slice::from_ref(batch))?;
    let mut child = child.spawn()?;
    let mut input = child.stdin.take().expect("standard input is a pipe");
    let written = input.write_all(&message);
    drop(input);
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("the other process failed: {}", output.status).into());
    }
    written?;
    match from_ipc(&output.stdout)?.as_slice() {
        [batch] => Ok(batch.clone()),
        batches => Err(format!("expected 1 batch, found {}", batches.len()).into()),
    }
    // solution:end
}
