//! What has to hold for each version of an exercise.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context as _;

use crate::language::{Both, Language};
use crate::verdict::Outcome;
use crate::wrong::{Fingerprint, Misconception, Misconceptions, Wrong, fingerprint};

use super::memo::{Ran, RanResult, Record};
use super::versions::Kind;
use super::{Problems, Subject};

/// Wrong solutions that an exercise has at least.
const WRONG_AT_LEAST: usize = 3;

/// The student's file is the starter, and there are enough wrong solutions.
pub(super) fn of_texts(root: &Path, subject: &Subject<'_>) -> anyhow::Result<Problems> {
    let mut problems = Problems::new();
    let file = subject.entry.student_file();
    let current = std::fs::read_to_string(root.join(&file));
    if current.with_context(|| format!("read {}", file.display()))? != subject.starter {
        let id = subject.id();
        problems.push(format!("the student's file is not the starter: cargo ex reset {id}"));
    }
    let count = subject.wrong.len();
    if count < WRONG_AT_LEAST {
        problems.push(format!("{count} wrong solutions, expected {WRONG_AT_LEAST} or more"));
    }
    Ok(problems)
}

/// It compiles without warnings, and every test waits for the student.
pub(super) fn of_starter(subject: &Subject<'_>, record: &Record) -> Problems {
    let mut problems = compiled("starter", record);
    let outcomes = record.english.first().map(Vec::as_slice).unwrap_or_default();
    if record.error.is_none() {
        problems.extend(tests_and_texts(subject, outcomes));
    }
    let passed = outcomes.iter().filter(|ran| ran.result == RanResult::Passed);
    problems.extend(passed.map(|ran| format!("starter: `{}` passes", ran.test)));
    problems
}

/// It compiles without warnings and passes every test.
pub(super) fn of_reference(record: &Record) -> Problems {
    let mut problems = compiled("reference", record);
    for ran in record.english.iter().flatten() {
        match &ran.result {
            RanResult::Passed | RanResult::NotRun { .. } => {}
            other => problems.push(format!("reference: `{}`: {other:?}", ran.test)),
        }
    }
    problems
}

/// The tests that this machine could not run, with the reasons that they gave.
pub(super) fn not_run(record: &Record) -> Problems {
    let reason = |ran: &Ran| match &ran.result {
        RanResult::NotRun { reason } => Some(format!("`{}` did not run: {reason}", ran.test)),
        _ => None,
    };
    record.english.first().into_iter().flatten().filter_map(reason).collect()
}

fn compiled(what: &str, record: &Record) -> Problems {
    let error = record.error.iter().map(|error| format!("{what} does not compile\n{error}"));
    let warnings = record.warnings.iter().map(|warning| format!("{what}: {warning}"));
    error.chain(warnings).collect()
}

/// `tests.rs` and `exercise.toml` have the same tests.
fn tests_and_texts(subject: &Subject<'_>, outcomes: &[Ran]) -> Problems {
    let names: BTreeSet<&str> = outcomes.iter().map(|ran| ran.test.as_str()).collect();
    let listed = subject.entry.exercise.tests.iter().map(|test| test.name.as_str());
    let listed: BTreeSet<&str> = listed.collect();
    let differing = names.symmetric_difference(&listed);
    differing
        .map(|name| format!("test `{name}` is not in both `exercise.toml` and `tests.rs`"))
        .collect()
}

/// It compiles and fails the named test, every time, and a student who does the same sees its hint.
pub(super) fn of_wrong(wrong: &Wrong, record: &Record, known: &Misconceptions) -> Problems {
    if let Some(error) = &record.error {
        return vec![format!("does not compile\n{error}")];
    }
    let mut problems = Problems::new();
    let fails = &wrong.fails;
    let runs = record.english.iter().chain([&record.spanish]);
    for ran in runs.clone().filter_map(|run| run.iter().find(|ran| ran.test == *fails)) {
        if !ran.result.is_failure() {
            problems.push(format!("`{fails}` should fail: {:?}", ran.result));
        }
    }
    if runs.clone().any(|run| run.iter().all(|ran| ran.test != *fails)) {
        problems.push(format!("there is no test `{fails}`"));
    }
    if problems.is_empty() && super::other_seed().is_none() {
        problems.extend(hint_not_shown(wrong, record, known));
    }
    problems.dedup();
    problems
}

/// A student who does the same sees the hint of the wrong solution, in both languages.
fn hint_not_shown(wrong: &Wrong, record: &Record, known: &Misconceptions) -> Option<String> {
    let languages = [(Language::En, &record.english[0]), (Language::Es, &record.spanish)];
    for (language, run) in languages {
        let outcomes: Vec<Outcome> = run.iter().map(Outcome::from).collect();
        let shown = known.explain(&outcomes, language, true);
        let names: Vec<&str> = shown.iter().map(|(_, known)| known.name.as_str()).collect();
        if !names.contains(&wrong.name.as_str()) {
            return Some(format!("its hint is not shown ({}), but {names:?}", language.code()));
        }
    }
    None
}

/// What the wrong solutions did. One whose test did not run on this machine stays as it was recorded.
pub(super) fn misconceptions(
    subject: &Subject<'_>,
    records: &[(Kind<'_>, &Record)],
    recorded: &Misconceptions,
) -> Misconceptions {
    let of = |(kind, record): &(Kind<'_>, &Record)| -> Option<Misconception> {
        let Kind::Wrong(wrong) = kind else { return None };
        match record.english.first() {
            Some(run) if run.iter().any(|ran| matches!(ran.result, RanResult::NotRun { .. })) => {
                recorded.misconceptions.iter().find(|known| known.name == wrong.name).cloned()
            }
            Some(_) => {
                let known = recorded.misconceptions.iter().find(|known| known.name == wrong.name);
                Some(misconception(subject, wrong, record, known))
            }
            None => None,
        }
    };
    Misconceptions { misconceptions: records.iter().filter_map(of).collect() }
}

fn misconception(
    subject: &Subject<'_>,
    wrong: &Wrong,
    record: &Record,
    known: Option<&Misconception>,
) -> Misconception {
    let first = &record.english[0];
    let runs = || record.english.iter().chain([&record.spanish]);
    let failed =
        |run: &[Ran], name: &str| run.iter().any(|ran| ran.test == name && ran.result.is_failure());
    let before = known.map(|known| known.sometimes_fails.as_slice()).unwrap_or_default();
    // A test that is known to vary may fail every time by chance, or never.
    let varies = |name: &String| {
        before.contains(name) || runs().any(|run| failed(run, name.as_str()) != failed(first, name))
    };
    let tests = subject.entry.exercise.tests.iter().map(|test| test.name.clone());
    let (sometimes_fails, others): (Vec<String>, Vec<String>) = tests.partition(varies);
    let all_fails = others.into_iter().filter(|name| failed(first, name)).collect();
    let prints: Vec<Option<Fingerprint>> =
        record.english.iter().map(|run| print(run, &wrong.fails)).collect();
    // A message that is known to change may repeat itself by chance.
    let changes = known.is_some_and(|known| known.fingerprints.en.is_empty());
    let stable = !changes && prints.windows(2).all(|pair| pair[0] == pair[1]);
    let prints = |print: Option<Fingerprint>| print.filter(|_| stable).into_iter().collect();
    let fingerprints = Both {
        en: prints(print(first, &wrong.fails)),
        es: prints(print(&record.spanish, &wrong.fails)),
    };
    Misconception {
        name: wrong.name.clone(),
        fails: wrong.fails.clone(),
        all_fails,
        sometimes_fails,
        fingerprints,
        hint: wrong.hint.clone(),
    }
}

/// Whether what was found proves wrong what was recorded. A test or a message that varied from run to
/// run this time does not.
pub(super) fn is_stale(recorded: &Misconceptions, found: &Misconceptions) -> bool {
    let (recorded, found) = (&recorded.misconceptions, &found.misconceptions);
    recorded.len() != found.len()
        || recorded.iter().zip(found).any(|(recorded, found)| contradicts(recorded, found))
}

fn contradicts(recorded: &Misconception, found: &Misconception) -> bool {
    let fails = |known: &Misconception, test| known.all_fails.contains(test);
    let other_tests = recorded.all_fails.iter().chain(&found.all_fails).any(|test| {
        fails(recorded, test) != fails(found, test) && !found.sometimes_fails.contains(test)
    });
    let other_message =
        !found.fingerprints.en.is_empty() && found.fingerprints != recorded.fingerprints;
    let other_text = (&recorded.name, &recorded.fails, &recorded.hint)
        != (&found.name, &found.fails, &found.hint);
    other_tests || other_message || other_text
}

/// The fingerprint of the message of a test, if it has one.
fn print(run: &[Ran], test: &str) -> Option<Fingerprint> {
    run.iter().find(|ran| ran.test == test).and_then(|ran| match &ran.result {
        RanResult::Failed { message } => Some(Fingerprint(fingerprint(message))),
        _ => None,
    })
}

impl RanResult {
    fn is_failure(&self) -> bool {
        matches!(self, Self::Failed { .. } | Self::TimedOut { .. } | Self::Crashed { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, Misconception, contradicts};
    use crate::language::Both;

    fn known(all_fails: &[&str], sometimes_fails: &[&str], prints: &[u64]) -> Misconception {
        let texts = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let prints: Vec<Fingerprint> = prints.iter().copied().map(Fingerprint).collect();
        Misconception {
            name: "doubles".into(),
            fails: "squares".into(),
            all_fails: texts(all_fails),
            sometimes_fails: texts(sometimes_fails),
            fingerprints: Both { en: prints.clone(), es: prints },
            hint: Both { en: "Hint.".into(), es: "Pista.".into() },
        }
    }

    #[test]
    fn only_what_repeats_itself_proves_a_record_wrong() {
        let recorded = known(&["squares"], &[], &[1]);
        let cases = [
            (known(&["squares"], &[], &[1]), false),
            (known(&["squares", "sums"], &[], &[1]), true),
            (known(&["squares"], &["sums"], &[1]), false),
            (known(&[], &[], &[1]), true),
            (known(&[], &["squares"], &[1]), false),
            (known(&["squares"], &[], &[2]), true),
            (known(&["squares"], &[], &[]), false),
        ];
        for (found, stale) in cases {
            assert_eq!(contradicts(&recorded, &found), stale, "{found:?}");
        }
        let renamed = Misconception { name: "halves".into(), ..recorded.clone() };
        assert!(contradicts(&recorded, &renamed));
    }
}
