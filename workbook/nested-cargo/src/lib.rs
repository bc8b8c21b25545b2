//! Cargo, called by a program that cargo itself has started.

use std::ffi::OsStr;
use std::process::Command;

/// A call of cargo in the environment that the user has, without what `cargo run` added to it.
///
/// Some build scripts run again when a variable such as `CARGO_PKG_NAME` changes (that of `ring`
/// does), and then everything that depends on them is built again: here, every engine.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_of_a_package(name)) {
        command.env_remove(name);
    }
    command
}

/// Whether cargo sets the variable for the package it runs, as opposed to the user for cargo.
fn is_of_a_package(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
        || name.starts_with("CARGO_BIN_")
        || ["CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"].contains(&&*name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_s_variables_are_told_from_the_user_s() {
        for name in ["CARGO_PKG_NAME", "CARGO_PKG_VERSION_MAJOR", "CARGO_MANIFEST_DIR"] {
            assert!(is_of_a_package(name.as_ref()), "{name}");
        }
        for name in ["CARGO_TARGET_DIR", "CARGO_HOME", "CARGO_TERM_COLOR", "CARGO", "PATH"] {
            assert!(!is_of_a_package(name.as_ref()), "{name}");
        }
    }

    /// Cargo runs this very test with the variables of this package.
    #[test]
    fn the_call_lacks_the_variables_of_this_package() {
        assert!(std::env::var_os("CARGO_PKG_NAME").is_some());
        let call = cargo();
        let removed =
            call.get_envs().any(|(name, value)| name == "CARGO_PKG_NAME" && value.is_none());
        assert!(removed, "CARGO_PKG_NAME is still set");
    }
}
