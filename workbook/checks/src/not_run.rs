//! What a test says that cannot run on this machine.

/// Says that the calling test did not run, and why. Return from the test after this call: the runner
/// counts it as skipped, neither passed nor failed.
pub fn not_run(reason: impl AsRef<str>) {
    println!("NotRun: {}", reason.as_ref());
}
