//! 16.1.5: A timeline, checked.
//!
//! The tests say what each function must do: `cargo ex 16.1.5`. Then `cargo ex run 16.1.5` runs
//! `main`, below: it checks what the chapter claims against 950 releases of Rust crates.

mod fixture;

use std::fmt;

/// A day. The derived order compares the fields from top to bottom, so that an earlier day is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A version, such as `0.10.2` or `0.3.0-alpha-1`. An older version is less.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    major: u64,
    minor: u64,
    patch: u64,
    stage: Stage,
}

/// The derived order puts the variants in the order in which they stand: pre-releases come first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// With what follows the first `-`. Compared as text, which suffices for this index.
    PreRelease(String),
    Release,
}

impl Version {
    /// A version that is no pre-release.
    const fn release(major: u64, minor: u64, patch: u64) -> Self {
        Self { major, minor, patch, stage: Stage::Release }
    }
}

/// One line of the index. `krate`, because `crate` is a keyword.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Release {
    krate: String,
    version: Version,
    published: Date,
    /// Withdrawn later: existing builds still get it, new ones no longer choose it.
    yanked: bool,
    /// Whether it has the cargo feature `simd`.
    simd: bool,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Dependency {
    name: String,
    /// Such as `^59.2.0` or `>=2.0.0, <3.0.0`.
    requirement: String,
}

/// Why a text is no index.
#[derive(Debug, Clone, PartialEq, Eq)]
struct IndexError {
    /// The first line of the text is line 1, whatever is in it.
    line: usize,
    problem: Problem,
}

/// What is wrong with a line, with the text that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Problem {
    Header(String),
    Columns(usize),
    Version(String),
    Date(String),
    Flag(String),
    Dependency(String),
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: expected ", self.line)?;
        match &self.problem {
            Problem::Header(found) => write!(f, "the header {HEADER:?}, found {found:?}"),
            Problem::Columns(found) => write!(f, "6 columns separated by tabs, found {found}"),
            Problem::Version(found) => write!(f, "a version such as `1.2.3`, found `{found}`"),
            Problem::Date(found) => write!(f, "a date such as `2020-07-08`, found `{found}`"),
            Problem::Flag(found) => write!(f, "`yes` or `no`, found `{found}`"),
            Problem::Dependency(found) => write!(f, "a name and a requirement, found `{found}`"),
        }
    }
}

/// The line that names the columns.
const HEADER: &str = "crate\tversion\tpublished\tyanked\tsimd\tdependencies";

/// Reads a date of exactly four, two and two digits, such as `2020-07-08`; `None` for any other
/// text.
///
/// The month is from 1 to 12 and the day from 1 to 31: how many days a month has is not checked.
fn parse_date(text: &str) -> Option<Date> {
    todo!("a year, a month and a day from {text:?}: {}", all_digits(text))
}

/// Reads a version of three numbers, such as `0.10.2`; after the first `-`, if there is one, comes
/// the name of a pre-release, which may have further `-` in it.
///
/// `None` for any other text: a number that is not made of digits alone or does not fit in `u64`,
/// fewer or more numbers than three, a pre-release without a name.
fn parse_version(text: &str) -> Option<Version> {
    todo!("read {text:?}, perhaps with {:?}", Stage::PreRelease(text.into()))
}

/// Whether a text consists of digits. `parse` alone is more lenient: to `"+7".parse::<u8>()` a sign
/// is fine.
fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads a line with the six columns of [`HEADER`].
///
/// `ok_or_else` turns a missing value into an error, and `?` returns an error at once.
fn parse_release(line: &str) -> Result<Release, Problem> {
    let columns: Vec<&str> = line.split('\t').collect();
    let &[krate, version, published, yanked, simd, dependencies] = columns.as_slice() else {
        return Err(Problem::Columns(columns.len()));
    };
    Ok(Release {
        krate: krate.to_owned(),
        version: parse_version(version).ok_or_else(|| Problem::Version(version.to_owned()))?,
        published: parse_date(published).ok_or_else(|| Problem::Date(published.to_owned()))?,
        yanked: parse_flag(yanked)?,
        simd: parse_flag(simd)?,
        dependencies: parse_dependencies(dependencies)?,
    })
}

fn parse_flag(text: &str) -> Result<bool, Problem> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(Problem::Flag(other.to_owned())),
    }
}

/// Reads names and requirements such as `arrow ^2; rayon ^1.5`. An empty text has none.
fn parse_dependencies(text: &str) -> Result<Vec<Dependency>, Problem> {
    let parse = |piece: &str| match piece.split_once(' ') {
        Some((name, requirement)) => {
            Ok(Dependency { name: name.to_owned(), requirement: requirement.to_owned() })
        }
        None => Err(Problem::Dependency(piece.to_owned())),
    };
    text.split("; ").filter(|piece| !piece.is_empty()).map(parse).collect()
}

fn check_header(line: &str) -> Result<(), Problem> {
    if line == HEADER { Ok(()) } else { Err(Problem::Header(line.to_owned())) }
}

/// Adds to a problem where it is. What went well stays as it is.
fn at_line<T>(line: usize, result: Result<T, Problem>) -> Result<T, IndexError> {
    result.map_err(|problem| IndexError { line, problem })
}

/// Reads all releases, in the order of the lines.
///
/// Empty lines and lines that begin with `#` mean nothing. The first of the others has to be the
/// header (see [`check_header`]), and each after it is a release (see [`parse_release`]). A line
/// ends in `\n` or `\r\n`.
///
/// The error is that of the first line that has one. A text that ends before there was a header
/// lacks it on the line after the last: the error is as if an empty line stood there.
fn parse_index(tsv: &str) -> Result<Vec<Release>, IndexError> {
    todo!("{}: {:?}", tsv.len(), at_line(1, check_header("").and(parse_release(""))))
}

/// The release of `krate` that was published first, even if it was yanked later or is a
/// pre-release; `None` if the index does not have the crate.
///
/// Rows come in any order. Of several on the same day, it is the one with the lowest version.
fn first_release<'a>(rows: &'a [Release], krate: &str) -> Option<&'a Release> {
    todo!("the first release of {krate} in {} rows", rows.len())
}

/// The release of `krate` that a new project would have got on `day`: the highest version of those
/// published on that day or before. Pre-releases and yanked releases are left out.
///
/// The highest version is not always the latest: old series get repaired after new ones have begun.
fn newest_on<'a>(rows: &'a [Release], krate: &str, day: Date) -> Option<&'a Release> {
    todo!("the newest {krate} of {day} in {} rows", rows.len())
}

/// The highest version of `krate` that has the feature `simd`, yanked or not.
fn last_with_simd<'a>(rows: &'a [Release], krate: &str) -> Option<&'a Release> {
    todo!("the last {krate} with `simd` in {} rows", rows.len())
}

/// An implementation of Arrow in Rust on which Polars was built at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ArrowBackend {
    /// The crate `arrow`, of the Apache project.
    ArrowRs,
    /// The crate `arrow2`.
    Arrow2,
    /// The crate `polars-arrow`, of Polars itself.
    PolarsArrow,
}

/// On which implementation of Arrow Polars was built on `day`.
///
/// What counts is the newest release of `polars` (see [`newest_on`]); if that depends on
/// `polars-core`, it is the newest release of `polars-core` instead. A release that depends on
/// `arrow2` is built on Arrow2; otherwise one that depends on `arrow`, on arrow-rs; otherwise one
/// that depends on `polars-arrow`, on that. `None` if there is no such release or no such
/// dependency.
///
/// Other crates decide nothing. Some releases convert from and to `arrow-array` and compute without
/// it.
fn polars_backend_on(rows: &[Release], day: Date) -> Option<ArrowBackend> {
    todo!("on {day}: {:?}", rows.first().map(|row| has(row, "arrow2")))
}

/// Whether `release` depends on the crate `name`.
fn has(release: &Release, name: &str) -> bool {
    release.dependencies.iter().any(|dependency| dependency.name == name)
}

/// What somebody claims, in a form that can be checked.
#[derive(Debug, Clone)]
enum Claim {
    /// The first release of `krate` came out in `year`.
    FirstReleaseIn { krate: &'static str, year: u16 },
    /// `version` of `krate` came out in `year`.
    ReleasedIn { krate: &'static str, version: Version, year: u16 },
    /// The first release of `krate` came out before that of each of the `others`.
    OlderThan { krate: &'static str, others: &'static [&'static str] },
    /// `version` of `krate` depends on the crate `on`.
    DependsOn { krate: &'static str, version: Version, on: &'static str },
    /// On `day`, Polars was built on `backend`.
    PolarsOn { backend: ArrowBackend, day: Date },
    /// A matter of judgement.
    Opinion,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Supported,
    /// The index says otherwise, namely `actual`.
    Refuted {
        actual: String,
    },
    /// The index cannot tell.
    NotDecidable,
}

/// Checks a claim. The compiler makes sure that no kind of claim is forgotten.
fn judge(rows: &[Release], claim: &Claim) -> Verdict {
    match claim {
        Claim::FirstReleaseIn { krate, year } => published_in(first_release(rows, krate), *year),
        Claim::ReleasedIn { krate, version, year } => {
            published_in(find_version(rows, krate, version), *year)
        }
        Claim::OlderThan { krate, others } => older_than(rows, krate, others),
        Claim::DependsOn { krate, version, on } => {
            depends_on(find_version(rows, krate, version), on)
        }
        Claim::PolarsOn { backend, day } => built_on(polars_backend_on(rows, *day), *backend),
        Claim::Opinion => Verdict::NotDecidable,
    }
}

/// The verdict on a backend that somebody `claimed`. If it is refuted, `actual` is the name of the
/// variant, such as `ArrowRs`.
fn built_on(backend: Option<ArrowBackend>, claimed: ArrowBackend) -> Verdict {
    match backend {
        Some(actual) if actual == claimed => Verdict::Supported,
        Some(actual) => Verdict::Refuted { actual: format!("{actual:?}") },
        None => Verdict::NotDecidable,
    }
}

fn find_version<'a>(rows: &'a [Release], krate: &str, version: &Version) -> Option<&'a Release> {
    rows.iter().find(|row| row.krate == krate && row.version == *version)
}

/// The verdict on a claim that `release` came out in `year`. If it is refuted, `actual` is the
/// date, such as `2020-07-08`. Nothing can be decided about a release that the index does not have.
fn published_in(release: Option<&Release>, year: u16) -> Verdict {
    todo!("did {release:?} come out in {year}?")
}

/// The verdict on a claim that the first release of `krate` came out before the first releases of
/// all `others`, and not on the same day as any.
///
/// Nothing can be decided if the index does not have `krate`. One crate of the `others` that is as
/// old or older refutes the claim, whether the index has the rest of them or not; `actual` is then
/// the oldest of the others and its date, such as `utah 2016-12-28`. Without such a crate, nothing
/// can be decided unless the index has them all.
fn older_than(rows: &[Release], krate: &str, others: &[&str]) -> Verdict {
    todo!("is {krate} older than {others:?} in {} rows?", rows.len())
}

/// The verdict on a claim that `release` depends on the crate `name`. If it is refuted, `actual`
/// lists the dependencies, such as `arrow ^2, rayon ^1.5`, or is `nothing` if there are none.
/// Nothing can be decided about a release that the index does not have.
fn depends_on(release: Option<&Release>, name: &str) -> Verdict {
    todo!("does {release:?} depend on {name}?")
}

/// When the index was read.
const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

/// What the chapter says of these crates, what else is said, and how it can be checked.
const CLAIMS: [(&str, Claim); 14] = [
    (
        "2019: Polars 0.1",
        Claim::ReleasedIn { krate: "polars", version: Version::release(0, 1, 0), year: 2019 },
    ),
    (
        "Polars, first data frames in Rust",
        Claim::OlderThan { krate: "polars", others: &["utah", "agnes"] },
    ),
    (
        "DataFusion is older than Polars",
        Claim::OlderThan { krate: "datafusion", others: &["polars"] },
    ),
    ("2020: Arrow2", Claim::FirstReleaseIn { krate: "arrow2", year: 2020 }),
    ("2021: Delta-rs", Claim::FirstReleaseIn { krate: "deltalake", year: 2021 }),
    (
        "2023: Polars 0.19, the Rust crate",
        Claim::ReleasedIn { krate: "polars", version: Version::release(0, 19, 0), year: 2023 },
    ),
    ("2024: Ballista", Claim::FirstReleaseIn { krate: "ballista", year: 2024 }),
    (
        "DataFusion 55.2 is built on Arrow",
        Claim::DependsOn { krate: "datafusion", version: Version::release(55, 2, 0), on: "arrow" },
    ),
    (
        "Early 2021, Polars is on arrow-rs",
        Claim::PolarsOn {
            backend: ArrowBackend::ArrowRs,
            day: Date { year: 2021, month: 1, day: 1 },
        },
    ),
    (
        "Early 2022, Polars is on Arrow2",
        Claim::PolarsOn {
            backend: ArrowBackend::Arrow2,
            day: Date { year: 2022, month: 1, day: 1 },
        },
    ),
    ("Today, Polars is on Arrow2", Claim::PolarsOn { backend: ArrowBackend::Arrow2, day: TODAY }),
    (
        "Early 2025, Polars has its own Arrow",
        Claim::PolarsOn {
            backend: ArrowBackend::PolarsArrow,
            day: Date { year: 2025, month: 1, day: 1 },
        },
    ),
    ("Rust takes 2 to 6 months to learn", Claim::Opinion),
    ("Python is enough in 95 % of cases", Claim::Opinion),
];

fn main() {
    let rows = parse_index(fixture::INDEX)
        .unwrap_or_else(|error| panic!("data/releases.tsv, as you read it: {error}"));
    let yanked = rows.iter().filter(|row| row.yanked).count();
    let simd = rows.iter().filter(|row| row.simd).count();
    println!("{} releases, {yanked} of them yanked, {simd} with the feature simd", rows.len());

    println!("\nThe newest on {TODAY}, and the Arrow it asks for:");
    for krate in ["polars", "datafusion", "deltalake-core", "parquet"] {
        newest_on(&rows, krate, TODAY).into_iter().for_each(show_release);
    }
    if let Some(arrow) = last_with_simd(&rows, "arrow") {
        println!("\nThe last arrow with explicit SIMD: {} of {}", arrow.version, arrow.published);
    }

    println!("\nWhat Polars was built on, on the first day of the year:");
    for year in 2020..=TODAY.year {
        let backend = polars_backend_on(&rows, Date { year, month: 1, day: 1 });
        println!("  {year}  {}", backend.map_or("-".to_owned(), |backend| format!("{backend:?}")));
    }

    println!("\nClaims, checked:");
    for (text, claim) in CLAIMS {
        println!("  {text:<36} {}", judge(&rows, &claim));
    }
}

fn show_release(release: &Release) {
    let is_arrow = |dependency: &&Dependency| dependency.name.contains("arrow");
    let arrow: Vec<String> = release
        .dependencies
        .iter()
        .filter(is_arrow)
        .map(|dependency| format!("{} {}", dependency.name, dependency.requirement))
        .collect();
    println!("  {} {}: {}", release.krate, release.version, arrow.join(", "));
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        match &self.stage {
            Stage::PreRelease(name) => write!(f, "-{name}"),
            Stage::Release => Ok(()),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Supported => write!(f, "supported"),
            Self::Refuted { actual } => write!(f, "REFUTED ({actual})"),
            Self::NotDecidable => write!(f, "not decidable"),
        }
    }
}

#[cfg(test)]
mod tests;
