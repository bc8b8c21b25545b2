//! Whether two runs were made under the same conditions.

use crate::record::{DatasetCard, Header};
use crate::report::Summary;

/// Memory sizes within this share of each other are the same: kernels reserve a varying part.
const MEMORY_TOLERANCE: f64 = 0.02;

/// What decides times and differs, each as `name (\`before\` and \`after\`)`.
pub(super) fn differences(before: &Header, after: &Header) -> Vec<String> {
    let (old, new) = (&before.environment, &after.environment);
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".into());
    let mut fields = vec![
        ("processor", old.cpu.clone(), new.cpu.clone()),
        ("cores", old.cores.to_string(), new.cores.to_string()),
        ("instruction sets", old.instruction_sets.join(" "), new.instruction_sets.join(" ")),
        ("hypervisor", text(&old.hypervisor), text(&new.hypervisor)),
        ("operating system", old.os.clone(), new.os.clone()),
        ("kernel", major(&old.kernel).into(), major(&new.kernel).into()),
        ("frequency governor", text(&old.governor), text(&new.governor)),
        ("huge pages", text(&old.huge_pages), text(&new.huge_pages)),
        ("RUSTFLAGS", old.rustflags.clone(), new.rustflags.clone()),
        ("threads", threads(before), threads(after)),
        ("cluster", text(&before.plan.cluster), text(&after.plan.cluster)),
        ("data", datasets(before, after), datasets(after, before)),
    ];
    let (less, more) =
        (old.memory_bytes.min(new.memory_bytes), old.memory_bytes.max(new.memory_bytes));
    if (more - less) as f64 > more as f64 * MEMORY_TOLERANCE {
        fields.push(("memory", old.memory_bytes.to_string(), new.memory_bytes.to_string()));
    }
    describe(fields)
}

/// What differs and may be what the comparison is about: commit, compiler, libraries.
pub(super) fn notes(before: &Summary, after: &Summary) -> Vec<String> {
    let (old, new) = (&before.header.environment, &after.header.environment);
    describe(vec![
        ("commit", old.commit.clone(), new.commit.clone()),
        ("compiler", old.rustc.clone(), new.rustc.clone()),
        ("Cargo.lock", old.lock.clone(), new.lock.clone()),
        ("kernel", old.kernel.clone(), new.kernel.clone()),
        ("engines", versions(before), versions(after)),
    ])
}

fn describe(fields: Vec<(&str, String, String)>) -> Vec<String> {
    let differing = fields.into_iter().filter(|(_, old, new)| old != new);
    differing.map(|(name, old, new)| format!("{name} (`{old}` and `{new}`)")).collect()
}

/// The part of a kernel's version before the first dot.
fn major(kernel: &str) -> &str {
    kernel.split('.').next().unwrap_or(kernel)
}

fn threads(header: &Header) -> String {
    let threads: Vec<String> = header.plan.threads.iter().map(usize::to_string).collect();
    threads.join(" ")
}

/// Ids of the datasets of `own` whose size `other` has as well.
fn datasets(own: &Header, other: &Header) -> String {
    let is_common = |card: &&DatasetCard| other.datasets.iter().any(|o| o.rows == card.rows);
    let ids: Vec<&str> =
        own.datasets.iter().filter(is_common).map(|card| card.id.as_str()).collect();
    ids.join(" ")
}

fn versions(summary: &Summary) -> String {
    let mut versions: Vec<&str> =
        summary.cells.iter().filter_map(|c| Some(c.loaded.as_ref()?.version.as_str())).collect();
    versions.sort_unstable();
    versions.dedup();
    versions.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::Fixture;

    #[track_caller]
    fn check(change: impl Fn(&mut Header), expected: &[&str]) {
        let before = Fixture::small().header();
        let mut after = before.clone();
        change(&mut after);
        assert_eq!(differences(&before, &after), expected);
    }

    #[test]
    fn conditions_that_decide_times() {
        check(|_| (), &[]);
        check(|header| header.environment.cores = 4, &["cores (`2` and `4`)"]);
        check(|header| header.plan.threads = vec![1, 2], &["threads (`2` and `1 2`)"]);
        check(
            |header| header.environment.memory_bytes = 50_000_000_000,
            &["memory (`25000000000` and `50000000000`)"],
        );
        check(
            |header| header.datasets[0].id = "other".into(),
            &["data (`1M-s42-skew0.5-v2` and `other`)"],
        );
    }

    #[test]
    fn conditions_that_do_not_matter() {
        check(|header| header.environment.memory_bytes += 4096, &[]);
        check(|header| header.environment.kernel = "6.99.1".into(), &[]);
        check(|header| header.environment.commit = "fedc".into(), &[]);
        // A size that only one run has cannot be compared, and does no harm.
        check(|header| header.datasets.clear(), &[]);
    }
}
