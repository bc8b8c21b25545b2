//! fails: what_is_not_measured_has_a_reason
//! hint_en: "exit status: 1" does not tell a missing module from a missing column. Python says which in
//! the last line of standard error: put that into the reason.
//! hint_es: «exit status: 1» no distingue un módulo que falta de una columna que falta. Python lo dice en
//! la última línea de la salida de errores: inclúyela en el motivo.

fn run(command: Result<Command, NotSetUp>, time_limit: Duration) -> Outcome {
    // solution:begin run
    let missing = |missing: NotSetUp| NoSample::NotRun { reason: missing.to_string() };
    let output = process::output_within(&mut command.map_err(missing)?, time_limit)?;
    let failed = |why: String| NoSample::Failed { reason: why };
    if !output.status.success() {
        return Err(failed(output.status.to_string()));
    }
    let report = String::from_utf8_lossy(&output.stdout).parse::<Sample>();
    report.map_err(|error| failed(error.to_string()))
    // solution:end
}
