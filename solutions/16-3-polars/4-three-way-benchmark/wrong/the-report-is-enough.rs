//! fails: what_is_not_measured_has_a_reason
//! hint_en: A process that ends with an error after its report did something wrong, and nobody knows
//! since when. Look at `output.status` before you believe its numbers.
//! hint_es: Un proceso que termina con error después de informar hizo algo mal, y nadie sabe desde
//! cuándo. Mira `output.status` antes de creer sus números.

fn run(command: Result<Command, NotSetUp>, time_limit: Duration) -> Outcome {
    // solution:begin run
    let missing = |missing: NotSetUp| NoSample::NotRun { reason: missing.to_string() };
    let output = process::output_within(&mut command.map_err(missing)?, time_limit)?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    let last_line = complaint.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    let report = String::from_utf8_lossy(&output.stdout).parse::<Sample>();
    report.map_err(|error| {
        let why = if output.status.success() { error.to_string() } else { output.status.to_string() };
        NoSample::Failed { reason: format!("{why}: {last_line}") }
    })
    // solution:end
}
