//! What tests see of a file: its declarations, without bodies and comments.

/// The words with which a declaration begins.
const WORDS: [&str; 10] =
    ["fn", "struct", "enum", "trait", "impl", "impl<", "type", "const", "static", "mod"];

/// Every declaration of a source in rustfmt's layout, in order: functions up to their body, types with
/// their fields.
pub(super) fn of(source: &str) -> Vec<String> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut lines = code.map(str::trim_end).filter(|line| !line.is_empty());
    let mut declarations = Vec::new();
    while let Some(line) = lines.next() {
        let Some(word) = word_of(line) else { continue };
        let has_fields = matches!(word, "struct" | "enum");
        let indent = line.len() - line.trim_start().len();
        let end = format!("{}}}", " ".repeat(indent));
        let ends = |line: &str| {
            line.ends_with(';')
                || line.ends_with("{}")
                || line.ends_with('}') && !has_fields
                || if has_fields { line == end } else { line.ends_with('{') }
        };
        let mut declaration = line.trim().to_owned();
        let mut last = line;
        while !ends(last) {
            let Some(next) = lines.next() else { break };
            declaration += " ";
            declaration += next.trim();
            last = next;
        }
        declarations.push(declaration);
    }
    declarations
}

/// The word that makes a line a declaration, after `pub`, `async` and `unsafe`.
fn word_of(line: &str) -> Option<&'static str> {
    let mut words = line.split_whitespace();
    let word = words
        .find(|word| !word.starts_with("pub") && !["async", "unsafe", "extern"].contains(word))?;
    WORDS
        .into_iter()
        .find(|known| word == *known || known.ends_with('<') && word.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "//! Doc.\nuse std::fmt;\n\n/// A row.\n#[derive(Debug)]\nstruct Row {\n    \
        /// Its id.\n    id: u64,\n}\n\nimpl Row {\n    /// Doubles.\n    fn double(&self) -> u64 {\n        \
        todo!(\"double {self:?}\")\n    }\n}\n\nfn long(\n    a: u64,\n    b: u64,\n) -> u64 {\n    \
        todo!(\"{a} {b}\")\n}\n\ntype Sum = fn(&[f64]) -> f64;\n";

    #[test]
    fn declarations_have_no_bodies() {
        let expected = [
            "struct Row { id: u64, }",
            "impl Row {",
            "fn double(&self) -> u64 {",
            "fn long( a: u64, b: u64, ) -> u64 {",
            "type Sum = fn(&[f64]) -> f64;",
        ];
        assert_eq!(of(SOURCE), expected);
    }

    #[test]
    fn only_what_tests_see_counts() {
        let other_docs =
            SOURCE.replace("A row.", "One row.").replace("double {self", "twice {self");
        assert_eq!(of(&other_docs), of(SOURCE));
        assert_ne!(of(&SOURCE.replace("b: u64", "b: u32")), of(SOURCE));
        assert_ne!(of(&SOURCE.replace("id: u64", "id: u32")), of(SOURCE));
    }
}
