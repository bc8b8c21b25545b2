pub fn run(_: &crate::cli::CompareArgs) -> anyhow::Result<std::process::ExitCode> {
    anyhow::bail!("x")
}
