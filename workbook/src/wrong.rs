//! Wrong solutions: each is a misconception, the test that must catch it, and a hint.
//!
//! A file in `solutions/*/*/wrong` holds the regions of the reference (see [`crate::starter`]) that
//! are wrong, below a header:
//!
//! ```text
//! //! fails: name_of_the_test
//! //! hint_en: What is mistaken, to someone who made the mistake.
//! //! hint_es: Lo mismo en español.
//! ```
//!
//! A text goes on in the following header lines, until the next key.
//!
//! A student's copy has no solutions. What the runner needs there to recognize a misconception,
//! `cargo ex check --record` writes to `misconceptions.toml` in the folder of the exercise:
//!
//! ```toml
//! [[misconceptions]]
//! name = "doubles_instead_of_squares"
//! fails = "squares"
//! all_fails = ["squares", "sum_of_squares"]
//! sometimes_fails = ["race"]  # left out if there are none
//! fingerprints = { en = ["8c9d5c1de3f5b2a7"], es = ["02b7b1e1f0a4c6d3"] }
//! hint = { en = "What is mistaken.", es = "Cuál es el error." }
//! ```

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use crate::language::{Both, Language};
use crate::verdict::{Outcome, TestResult};

/// The file of misconceptions in the folder of an exercise.
pub(crate) const MISCONCEPTIONS: &str = "misconceptions.toml";

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The stem of the file name, which names the misconception.
    pub(crate) name: String,
    /// The one test that must fail.
    pub(crate) fails: String,
    pub(crate) hint: Both<String>,
    /// The whole file.
    pub(crate) source: String,
}

/// All that the runner knows about the wrong solutions of an exercise.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Misconceptions {
    #[serde(default)]
    pub(crate) misconceptions: Vec<Misconception>,
}

/// What a wrong solution does to the tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Misconception {
    /// The stem of the file of the wrong solution.
    pub(crate) name: String,
    /// The test that names it.
    pub(crate) fails: String,
    /// Every test that it fails, including that one, in the order of `exercise.toml`.
    pub(crate) all_fails: Vec<String>,
    /// Tests that it fails in some runs and passes in others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sometimes_fails: Vec<String>,
    /// What the test says, in each language: [`fingerprint`] of the message of `fails`, with the
    /// default seed. Empty if the message changes from run to run.
    pub(crate) fingerprints: Both<Vec<Fingerprint>>,
    pub(crate) hint: Both<String>,
}

/// A [`fingerprint`] in a file: 16 hexadecimal digits, since TOML's numbers end at 2^63 - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Fingerprint(pub(crate) u64);

/// How sure it is that a misconception explains what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Certainty {
    /// The test says the very same.
    Same,
    /// The same tests fail.
    Likely,
}

/// Hints that are shown at most.
const SHOWN_AT_MOST: usize = 2;

impl Misconceptions {
    /// Reads the file in the folder of an exercise. Without a file, nothing is known.
    pub(crate) fn load(exercise_folder: &Path) -> anyhow::Result<Self> {
        let path = exercise_folder.join(MISCONCEPTIONS);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("read {}", path.display()))
    }

    /// The misconceptions that explain the outcomes, best first: those whose test says the same, or
    /// else those that fail the same tests. Tests that are still to do are not compared.
    ///
    /// `default_seed` tells that the tests ran on the data for which the fingerprints were recorded.
    pub(crate) fn explain(
        &self,
        outcomes: &[Outcome],
        language: Language,
        default_seed: bool,
    ) -> Vec<(Certainty, &Misconception)> {
        let same = |known: &&Misconception| default_seed && known.says_the_same(outcomes, language);
        let likely = |known: &&Misconception| known.fails_the_same(outcomes);
        let (certainty, mut found): (_, Vec<_>) =
            match self.misconceptions.iter().filter(same).collect::<Vec<_>>() {
                none if none.is_empty() => {
                    (Certainty::Likely, self.misconceptions.iter().filter(likely).collect())
                }
                some => (Certainty::Same, some),
            };
        found.truncate(SHOWN_AT_MOST);
        found.into_iter().map(|known| (certainty, known)).collect()
    }
}

impl Misconception {
    fn says_the_same(&self, outcomes: &[Outcome], language: Language) -> bool {
        let outcome = outcomes.iter().find(|outcome| outcome.name == self.fails);
        let Some(TestResult::Failed { message, .. }) = outcome.map(|outcome| &outcome.result)
        else {
            return false;
        };
        self.fingerprints.get(language).contains(&Fingerprint(fingerprint(message)))
    }

    fn fails_the_same(&self, outcomes: &[Outcome]) -> bool {
        let named = |wanted: fn(&TestResult) -> bool| -> BTreeSet<&str> {
            let some = outcomes.iter().filter(|outcome| wanted(&outcome.result));
            some.map(|outcome| outcome.name.as_str()).collect()
        };
        let mut failed = named(TestResult::is_failure);
        failed.retain(|name| !self.sometimes_fails.iter().any(|other| other == name));
        let to_do = named(|result| *result == TestResult::Todo);
        let expected = self.all_fails.iter().map(String::as_str);
        let expected: BTreeSet<&str> = expected.filter(|name| !to_do.contains(name)).collect();
        !failed.is_empty() && failed == expected
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        format!("{:016x}", fingerprint.0)
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        u64::from_str_radix(&text, 16).map(Self)
    }
}

/// A number that stands for the message of a failed test: 64-bit FNV-1a of its lines, without those
/// that say where in the source it failed and without the numbers of threads and addresses.
pub(crate) fn fingerprint(message: &str) -> u64 {
    // <https://datatracker.ietf.org/doc/html/rfc9923>: offset basis and prime for 64 bits.
    const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let lines = message.lines().map(str::trim_end);
    let telling = lines.filter(|line| !line.is_empty() && !is_place(line));
    let text: String = telling.map(|line| without_changing_numbers(line) + "\n").collect();
    text.bytes().fold(OFFSET_BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// Whether a line says where in the source a panic came from, such as `src/main.rs:7:5`.
fn is_place(line: &str) -> bool {
    let mut parts = line.rsplit(':');
    let mut number = || parts.next().is_some_and(|part| part.parse::<u32>().is_ok());
    number() && number() && parts.next().is_some_and(|file| file.ends_with(".rs"))
}

/// Leaves out what differs from run to run: the digits of `0x7f..` and of `ThreadId(3)`.
fn without_changing_numbers(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    let next =
        |text: &str| ["0x", "ThreadId("].iter().filter_map(|&m| Some((text.find(m)?, m))).min();
    while let Some((at, marker)) = next(rest) {
        let (before, after) = rest.split_at(at + marker.len());
        kept += before;
        rest = after.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    kept + rest
}

/// Reads the wrong solutions below the folder of a solution, by name.
pub(crate) fn load_all(solution_folder: &Path) -> anyhow::Result<Vec<Wrong>> {
    let folder = solution_folder.join("wrong");
    let entries = fs::read_dir(&folder).with_context(|| format!("read {}", folder.display()))?;
    let mut wrong = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let source = fs::read_to_string(&path);
        let source = source.with_context(|| format!("read {}", path.display()))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        wrong.push(parse(&stem, source).with_context(|| format!("read {}", path.display()))?);
    }
    wrong.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(wrong)
}

fn parse(name: &str, source: String) -> anyhow::Result<Wrong> {
    let fails = header(&source, "fails")?;
    let hint = Both { en: header(&source, "hint_en")?, es: header(&source, "hint_es")? };
    Ok(Wrong { name: name.to_owned(), fails, hint, source })
}

/// The text after `//! key:`, with the lines that continue it.
fn header(source: &str, key: &str) -> anyhow::Result<String> {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let is_key =
        |line: &str| ["fails:", "hint_en:", "hint_es:"].iter().any(|k| line.starts_with(k));
    let prefix = format!("{key}:");
    let mut own = lines.skip_while(|line| !line.starts_with(&prefix));
    let first = own.next().with_context(|| format!("no line `//! {prefix}` at the top"))?;
    let more = own.take_while(|line| !is_key(line));
    let text: Vec<&str> = std::iter::once(first[prefix.len()..].trim()).chain(more).collect();
    let text = text.join(" ");
    if text.is_empty() {
        bail!("`{prefix}` is empty");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(message: &str, other: TestResult) -> Vec<Outcome> {
        let result = TestResult::Failed { message: message.into(), printed: String::new() };
        let outcome = |name: &str, result| Outcome { name: name.into(), result };
        vec![outcome("squares", result), outcome("other", other)]
    }

    fn known() -> Misconceptions {
        let print = |text| vec![Fingerprint(fingerprint(text))];
        let fingerprints = Both { en: print("found 4"), es: print("se encontró 4") };
        let hint = Both { en: "Hint.".into(), es: "Pista.".into() };
        let all_fails = vec!["squares".to_owned(), "other".to_owned()];
        let sometimes_fails = vec!["race".to_owned()];
        let (name, fails) = ("doubles".to_owned(), "squares".to_owned());
        Misconceptions {
            misconceptions: vec![Misconception {
                name,
                fails,
                all_fails,
                sometimes_fails,
                fingerprints,
                hint,
            }],
        }
    }

    fn certainty(
        message: &str,
        other: TestResult,
        language: Language,
        default_seed: bool,
    ) -> Option<Certainty> {
        let known = known();
        let found = known.explain(&outcomes(message, other), language, default_seed);
        found.first().map(|(certainty, _)| *certainty)
    }

    #[test]
    fn the_same_message_is_the_same_mistake() {
        let message = "src/tests.rs:9:5\nfound 4";
        let passed = TestResult::Passed;
        let same = Some(Certainty::Same);
        assert_eq!(certainty(message, passed.clone(), Language::En, true), same);
        assert_eq!(certainty("se encontró 4", passed.clone(), Language::Es, true), same);
        assert_eq!(
            certainty(message, passed.clone(), Language::Es, true),
            None,
            "another language"
        );
        assert_eq!(certainty(message, passed, Language::En, false), None, "other data");
    }

    #[test]
    fn the_same_failing_tests_hint_at_a_mistake() {
        let failed = TestResult::Failed { message: String::new(), printed: String::new() };
        let likely = Some(Certainty::Likely);
        assert_eq!(certainty("found 5", failed, Language::En, true), likely);
        assert_eq!(certainty("found 5", TestResult::Todo, Language::En, true), likely);
        assert_eq!(certainty("found 5", TestResult::Passed, Language::En, true), None);
    }

    #[test]
    fn a_test_that_varies_says_nothing() {
        let failed = || TestResult::Failed { message: String::new(), printed: String::new() };
        let mut outcomes = outcomes("found 5", failed());
        for result in [TestResult::Passed, failed()] {
            outcomes.push(Outcome { name: "race".into(), result });
            let known = known();
            let found = known.explain(&outcomes, Language::En, true);
            assert!(matches!(found[..], [(Certainty::Likely, _)]));
            outcomes.pop();
        }
    }

    #[test]
    fn a_fingerprint_ignores_lines_threads_and_addresses() {
        let message = "src/tests.rs:9:5\nleft: 3 at 0x7f01";
        assert_eq!(fingerprint(message), fingerprint("src/tests.rs:10:1\n\nleft: 3 at 0x5501\n"));
        assert_ne!(fingerprint(message), fingerprint("src/tests.rs:9:5\nleft: 4 at 0x7f01"));
        assert_eq!(fingerprint("ThreadId(2)"), fingerprint("ThreadId(13)"));
        assert_ne!(fingerprint("10:30:00"), fingerprint("10:30:01"), "a time is no place");
        // Published test vectors of FNV-1a.
        assert_eq!(fingerprint(""), 0xcbf2_9ce4_8422_2325);
    }

    #[test]
    fn the_file_keeps_every_fingerprint() {
        let mut known = known();
        known.misconceptions[0].fingerprints.en = vec![Fingerprint(u64::MAX), Fingerprint(7)];
        let text = toml::to_string(&known).unwrap();
        assert!(text.contains("\"ffffffffffffffff\", \"0000000000000007\""), "{text}");
        assert_eq!(toml::from_str::<Misconceptions>(&text).unwrap(), known);
    }

    #[test]
    fn headers_may_continue() {
        let source =
            "//! fails: a_test\n//! hint_en: One\n//! two.\n//! hint_es: Dos.\n\nfn f() {}\n";
        let wrong = parse("it", source.to_owned()).unwrap();
        assert_eq!((wrong.name.as_str(), wrong.fails.as_str()), ("it", "a_test"));
        assert_eq!(wrong.hint, Both { en: "One two.".into(), es: "Dos.".into() });
    }

    #[test]
    fn a_missing_key_is_named() {
        let error = parse("it", "//! fails: a_test\n".to_owned()).unwrap_err();
        assert_eq!(error.to_string(), "no line `//! hint_en:` at the top");
    }
}
