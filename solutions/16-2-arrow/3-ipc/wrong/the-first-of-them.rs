//! fails: a_child_answers_with_one_batch
//! hint_en: Whoever takes the first batch loses the others without a word. What must be exactly one has
//! to be counted: a `match` on a slice has an arm for `[batch]` and one for all other lengths.
//! hint_es: Quien toma el primer lote pierde los demás sin decir nada. Lo que debe ser exactamente uno
//! hay que contarlo: un `match` sobre un slice tiene un brazo para `[batch]` y otro para el resto.

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
    let written = writer.join().expect("writing does not panic");
    if !output.status.success() {
        return Err(format!("the other process failed: {}", output.status).into());
    }
    written?;
    from_ipc(&output.stdout)?.into_iter().next().ok_or_else(|| "found no batch".into())
    // solution:end
}
