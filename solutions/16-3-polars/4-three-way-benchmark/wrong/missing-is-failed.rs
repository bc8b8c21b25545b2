//! fails: what_is_not_measured_has_a_reason
//! hint_en: Without its environment, a contender did not fail: nobody asked it anything. A report that
//! says "failed" blames a library for what is not installed. That is `NotRun`.
//! hint_es: Sin su entorno, un competidor no ha fallado: nadie le preguntó nada. Un informe que dice
//! «failed» culpa a una biblioteca de que algo no esté instalado. Eso es `NotRun`.

fn run(command: Result<Command, NotSetUp>, time_limit: Duration) -> Outcome {
    // solution:begin run
    let missing = |missing: NotSetUp| NoSample::Failed { reason: missing.to_string() };
    let output = process::output_within(&mut command.map_err(missing)?, time_limit)?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    let last_line = complaint.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    let failed = |why: String| NoSample::Failed { reason: format!("{why}: {last_line}") };
    if !output.status.success() {
        return Err(failed(output.status.to_string()));
    }
    let report = String::from_utf8_lossy(&output.stdout).parse::<Sample>();
    report.map_err(|error| failed(error.to_string()))
    // solution:end
}
