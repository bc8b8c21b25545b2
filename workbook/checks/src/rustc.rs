//! Asks the compiler: does a program compile, and to what.
//!
//! The compiler is `rustc` in the path, or what the environment variable `RUSTC` names. Programs
//! may use the standard library and nothing else.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// The codes of the errors, such as `E0382`, in the order of the compiler's messages. Empty if the
/// program compiles. An error without a code, such as one of syntax, is `error`.
///
/// # Panics
///
/// If the compiler cannot be started.
pub fn errors(source: &str) -> Vec<String> {
    let output = run(&["--error-format=short", "--emit=metadata", "--crate-type=bin"], source);
    if output.status.success() {
        return vec![];
    }
    String::from_utf8_lossy(&output.stderr).lines().filter_map(error_code).collect()
}

/// Reads `file:1:2: error[E0382]: message`; a line without a place only sums up.
fn error_code(line: &str) -> Option<String> {
    let (place, message) = line.split_once(": ")?;
    if !place.contains(':') || !message.starts_with("error") {
        return None;
    }
    let word = message.split([':', ' ']).next()?;
    let code = word.strip_prefix("error[").and_then(|code| code.strip_suffix(']'));
    Some(code.unwrap_or(word).to_owned())
}

/// The instructions of each exported function: the name of the function, then its mnemonics in
/// order. `cpu` is a name that `rustc -C target-cpu` knows, such as `x86-64-v3`: a fixed name gives
/// the same instructions on every machine of that architecture.
///
/// # Panics
///
/// If the compiler cannot be started or the source does not compile.
pub fn assembly(source: &str, cpu: &str) -> BTreeMap<String, Vec<String>> {
    let cpu = format!("-Ctarget-cpu={cpu}");
    let output = run(&["-Copt-level=3", &cpu, "--crate-type=lib", "--emit=asm"], source);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    functions(&String::from_utf8_lossy(&output.stdout))
}

fn functions(assembly: &str) -> BTreeMap<String, Vec<String>> {
    let mut functions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut current = None;
    for line in assembly.lines() {
        if let Some(label) = line.strip_suffix(':') {
            // `.LBB0_1` is a place within a function; on macOS names begin with `_`.
            if !label.starts_with(['.', 'L', ' ', '\t']) {
                let name = label.strip_prefix('_').unwrap_or(label).to_owned();
                current = Some(functions.entry(name).or_default());
            }
        } else if let (Some(mnemonics), Some(code)) = (&mut current, line.strip_prefix('\t'))
            && !code.starts_with('.')
        {
            mnemonics.extend(code.split_whitespace().next().map(str::to_owned));
        }
    }
    functions
}

/// Compiles `source` from standard input to standard output.
///
/// The compiler puts temporary files, named after the crate, into its current folder: each call has
/// a name of its own.
fn run(arguments: &[&str], source: &str) -> Output {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let call = CALLS.fetch_add(1, Relaxed);
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut child = Command::new(compiler)
        .current_dir(std::env::temp_dir())
        .args(["--edition=2024", "-o", "-"])
        .arg(format!("--crate-name=checked_{}_{call}", std::process::id()))
        .args(arguments)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("`rustc` can be started");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    // The compiler reads all of it before it writes anything.
    stdin.write_all(source.as_bytes()).expect("`rustc` reads its input");
    drop(stdin);
    child.wait_with_output().expect("`rustc` ends")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiler_s_codes_are_read() {
        assert_eq!(errors("fn main() {}"), [""; 0]);
        let moved = "fn main() { let v = vec![1]; drop(v); v.len(); }";
        assert_eq!(errors(moved), ["E0382"]);
        let two = "fn main() { let x: u8 = \"a\"; y(); }";
        let mut found = errors(two);
        found.sort();
        assert_eq!(found, ["E0308", "E0425"]);
        assert_eq!(errors("fn main( {"), ["error"]);
    }

    #[test]
    fn calls_do_not_disturb_each_other() {
        let compile = |n: usize| {
            let name = format!("double_{n}");
            let source = format!("#[unsafe(no_mangle)] pub fn {name}(x: f64) -> f64 {{ x * 2.0 }}");
            let functions = assembly(&source, "generic");
            assert!(functions.contains_key(&name), "{functions:?}");
        };
        std::thread::scope(|scope| {
            for n in 0..8 {
                scope.spawn(move || compile(n));
            }
        });
    }

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn instructions_are_listed_by_function() {
        let source = "
            #[unsafe(no_mangle)] pub fn double(values: &mut [f64]) {
                for value in values { *value *= 2.0; }
            }
            #[unsafe(no_mangle)] pub fn one() -> u32 { 1 }";
        let functions = assembly(source, "x86-64-v3");
        assert!(functions["double"].contains(&"vaddpd".to_owned()), "{functions:?}");
        assert_eq!(functions["one"], ["movl", "retq"]);
    }
}
