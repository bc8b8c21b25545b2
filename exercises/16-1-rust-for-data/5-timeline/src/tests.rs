use checks::{same, same_rows, text};

use super::*;

/// Numbers that look random and follow from the seed (SplitMix64).
struct Random(u64);

impl Random {
    fn new(test: u64) -> Self {
        Self(checks::seed(1615).wrapping_add(test << 32))
    }

    /// A number below `bound`.
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }

    fn date(&mut self) -> Date {
        let year = 2016 + self.below(11) as u16;
        date(year, 1 + self.below(12) as u8, 1 + self.below(28) as u8)
    }

    /// Like `0.10.3`, and one in six like `0.10.3-rc.1`.
    fn version(&mut self) -> Version {
        let stage = match self.below(6) {
            0 => Stage::PreRelease(format!("rc.{}", self.below(3))),
            _ => Stage::Release,
        };
        Version { major: self.below(2), minor: self.below(13), patch: self.below(3), stage }
    }
}

fn date(year: u16, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

/// A release of version `0.minor.0` that is not yanked, with dependencies such as `["arrow ^2"]`.
fn release(krate: &str, minor: u64, published: Date, dependencies: &[&str]) -> Release {
    Release {
        krate: krate.to_owned(),
        version: Version::release(0, minor, 0),
        published,
        yanked: false,
        simd: false,
        dependencies: dependencies.iter().map(|text| dependency(text)).collect(),
    }
}

fn dependency(text: &str) -> Dependency {
    let (name, requirement) = text.split_once(' ').unwrap();
    Dependency { name: name.to_owned(), requirement: requirement.to_owned() }
}

const NAMES: [&str; 3] = ["polars", "arrow", "delta_kernel"];

/// `n` releases of a few crates in no order, each version of a crate once, several on some days.
fn random_rows(random: &mut Random, n: usize) -> Vec<Release> {
    const DEPENDENCIES: [&str; 4] = ["arrow ^2", "rayon >=1.5, <2", "arrow2 =0.5.3", "tokio ~1"];
    let days: Vec<Date> = (0..n / 2).map(|_| random.date()).collect();
    let mut rows: Vec<Release> = Vec::new();
    while rows.len() < n {
        let krate = NAMES[random.below(3) as usize];
        let version = random.version();
        if rows.iter().any(|row| row.krate == krate && row.version == version) {
            continue;
        }
        let day = days[random.below(days.len() as u64) as usize];
        let mut row = release(krate, 0, day, &DEPENDENCIES[..random.below(5) as usize]);
        (row.version, row.yanked, row.simd) = (version, random.below(5) == 0, random.below(3) == 0);
        rows.push(row);
    }
    rows
}

/// What a row looks like in the index.
fn line(row: &Release) -> String {
    let flag = |flag| if flag { "yes" } else { "no" };
    let dependency = |found: &Dependency| format!("{} {}", found.name, found.requirement);
    let dependencies: Vec<String> = row.dependencies.iter().map(dependency).collect();
    let columns = [
        row.krate.clone(),
        row.version.to_string(),
        row.published.to_string(),
        flag(row.yanked).to_owned(),
        flag(row.simd).to_owned(),
        dependencies.join("; "),
    ];
    columns.join("\t")
}

/// The index of 2026-11-22, read without the code under test.
fn registry() -> Vec<Release> {
    let lines = fixture::INDEX.lines().skip_while(|line| *line != HEADER).skip(1);
    lines.map(registry_row).collect()
}

fn registry_row(line: &str) -> Release {
    let columns: Vec<&str> = line.split('\t').collect();
    let (numbers, name) = columns[1].split_once('-').unwrap_or((columns[1], ""));
    let numbers: Vec<u64> = numbers.split('.').map(|number| number.parse().unwrap()).collect();
    let stage = match name {
        "" => Stage::Release,
        name => Stage::PreRelease(name.to_owned()),
    };
    let day = columns[2];
    let dependencies = columns[5].split("; ").filter(|text| !text.is_empty());
    Release {
        krate: columns[0].to_owned(),
        version: Version { major: numbers[0], minor: numbers[1], patch: numbers[2], stage },
        published: date(
            day[..4].parse().unwrap(),
            day[5..7].parse().unwrap(),
            day[8..].parse().unwrap(),
        ),
        yanked: columns[3] == "yes",
        simd: columns[4] == "yes",
        dependencies: dependencies.map(dependency).collect(),
    }
}

/// Rows as lines of text, for messages.
fn listed<'a>(rows: impl IntoIterator<Item = &'a Release>) -> String {
    let lines = rows.into_iter().map(shown).collect::<Vec<_>>().join("\n    ");
    text!("in these rows:\n    {lines}", "en estas filas:\n    {lines}")
}

fn shown(row: &Release) -> String {
    line(row).replace('\t', "  ")
}

/// Compares one row that was looked up, or its absence.
#[track_caller]
fn same_row(what: &str, rows: &[Release], found: Option<&Release>, expected: Option<&Release>) {
    if found != expected {
        let what = format!("{what} {}", listed(rows));
        same(what, found.map(shown), expected.map(shown));
    }
}

/// The rows of one crate.
fn of_crate(rows: &[Release], krate: &str) -> Vec<Release> {
    rows.iter().filter(|row| row.krate == krate).cloned().collect()
}

#[test]
fn dates_have_four_two_and_two_digits() {
    let mut random = Random::new(1);
    for _ in 0..100 {
        let expected = random.date();
        let text = expected.to_string();
        same(format!("parse_date({text:?})"), parse_date(&text), Some(expected));
    }
    let last = date(1999, 12, 31);
    same("parse_date(\"1999-12-31\")", parse_date("1999-12-31"), Some(last));
    for text in [
        "",
        "2020",
        "2020-07",
        "2020-07-08-09",
        "2020-7-8",
        "20-07-2008",
        "08-07-2020",
        "2020/07/08",
        "2020-00-08",
        "2020-13-08",
        "2020-07-00",
        "2020-07-32",
        "2020-+7-08",
        "+020-07-08",
        " 2020-07-08",
        "2020-07-08 ",
        "2020-07-0x",
        "día-07-08",
    ] {
        same(format!("parse_date({text:?})"), parse_date(text), None);
    }
}

#[test]
fn versions_are_three_numbers_and_a_pre_release() {
    let mut random = Random::new(2);
    for _ in 0..200 {
        let expected = random.version();
        let text = expected.to_string();
        same(format!("parse_version({text:?})"), parse_version(&text), Some(expected));
    }
    for (text, numbers, name) in
        [("0.3.0-alpha-1", (0, 3, 0), "alpha-1"), ("14.0.0-dev", (14, 0, 0), "dev")]
    {
        let stage = Stage::PreRelease(name.to_owned());
        let expected = Version { stage, ..Version::release(numbers.0, numbers.1, numbers.2) };
        same(format!("parse_version({text:?})"), parse_version(text), Some(expected));
    }
    for text in [
        "",
        "1",
        "1.2",
        "1.2.3.4",
        "1..3",
        "1.2.",
        ".2.3",
        "1.2.x",
        "v1.2.3",
        "+1.2.3",
        "1.+2.3",
        "1.2.3-",
        "1.2-3.4",
        "1,2,3",
        " 1.2.3",
        "18446744073709551616.0.0",
    ] {
        same(format!("parse_version({text:?})"), parse_version(text), None);
    }
}

/// An index with comments and empty lines between the rows, and the number of each row's line.
fn index_with_comments(random: &mut Random, rows: &[Release]) -> (String, Vec<usize>) {
    let mut lines = vec!["# made by a test".to_owned(), String::new(), HEADER.to_owned()];
    let mut numbers = Vec::new();
    for row in rows {
        for _ in 0..random.below(3) {
            lines.push(["", "# a comment", "#\t\t\t\t\t"][random.below(3) as usize].to_owned());
        }
        lines.push(line(row));
        numbers.push(lines.len());
    }
    (lines.join("\n"), numbers)
}

/// The rows of an index without mistakes.
#[track_caller]
fn parsed(index: &str) -> Vec<Release> {
    match parse_index(index) {
        Ok(rows) => rows,
        Err(error) => panic!(
            "{}",
            text!(
                "parse_index refused an index without mistakes: {error}",
                "parse_index rechazó un índice sin errores: {error}"
            )
        ),
    }
}

#[test]
fn every_line_becomes_a_release() {
    let mut random = Random::new(3);
    for n in [2, 3, 40] {
        let rows = random_rows(&mut random, n);
        let (index, _) = index_with_comments(&mut random, &rows);
        let what = text!("parse_index of {n} releases", "parse_index con {n} versiones");
        same_rows(what, &parsed(&index), &rows);
        let what = text!(
            "parse_index of {n} releases on lines that end in \\r\\n",
            "parse_index con {n} versiones en líneas que acaban en \\r\\n"
        );
        let index = index.replace('\n', "\r\n") + "\r\n";
        same_rows(what, &parsed(&index), &rows);
    }
    let what = text!("parse_index of a header alone", "parse_index con solo la cabecera");
    same_rows(what, &parsed(HEADER), &[]);
    same_rows("data/releases.tsv", &parsed(fixture::INDEX), &registry());
}

#[test]
fn errors_name_the_first_wrong_line() {
    type Spoil = fn(&str) -> (String, Problem);
    let spoiled: [Spoil; 5] = [
        |line| (line.replace('\t', " "), Problem::Columns(1)),
        |line| (format!("{line}\t"), Problem::Columns(7)),
        |line| (spoil(line, 1, "1.0"), Problem::Version("1.0".to_owned())),
        |line| (spoil(line, 2, "soon"), Problem::Date("soon".to_owned())),
        |line| (spoil(line, 3, "y"), Problem::Flag("y".to_owned())),
    ];
    let mut random = Random::new(4);
    let rows = random_rows(&mut random, 30);
    for spoil in spoiled {
        let (index, numbers) = index_with_comments(&mut random, &rows);
        let mut lines: Vec<String> = index.lines().map(str::to_owned).collect();
        let (first, second) = (random.below(20) as usize, 20 + random.below(10) as usize);
        let (text, problem) = spoil(&lines[numbers[first] - 1]);
        lines[numbers[first] - 1] = text.clone();
        lines[numbers[second] - 1] = "also wrong".to_owned();
        let expected = IndexError { line: numbers[first], problem };
        let (line, n) = (expected.line, lines.len());
        let what = text!(
            "parse_index of {n} lines; line {line} is {text:?}",
            "parse_index con {n} líneas; la línea {line} es {text:?}"
        );
        same(what, parse_index(&lines.join("\n")).err(), Some(expected));
    }
}

/// The line with another text in one column.
fn spoil(line: &str, column: usize, text: &str) -> String {
    let mut columns: Vec<&str> = line.split('\t').collect();
    columns[column] = text;
    columns.join("\t")
}

#[test]
fn an_index_needs_its_header() {
    let row = line(&release("polars", 1, date(2020, 7, 8), &[]));
    let swapped = HEADER.replace("version\tpublished", "published\tversion");
    let cases = [
        (String::new(), 1, String::new()),
        ("# nothing\n\n# else\n".to_owned(), 4, String::new()),
        (row.clone(), 1, row.clone()),
        (format!("{swapped}\n{row}\n"), 1, swapped),
    ];
    for (index, line, found) in cases {
        let expected = Err(IndexError { line, problem: Problem::Header(found) });
        same(format!("parse_index({index:?})"), parse_index(&index), expected);
    }
}

/// The oracle: the rows of a crate, sorted by a key.
fn sorted<'a, K: Ord>(
    rows: &'a [Release],
    krate: &str,
    key: impl Fn(&'a Release) -> K,
) -> Vec<&'a Release> {
    let mut own: Vec<&Release> = rows.iter().filter(|row| row.krate == krate).collect();
    own.sort_by_key(|&row| key(row));
    own
}

#[test]
fn the_first_release_is_the_earliest() {
    let mut random = Random::new(5);
    for _ in 0..300 {
        let rows = random_rows(&mut random, 12);
        for krate in NAMES {
            let expected = sorted(&rows, krate, |row| (row.published, &row.version));
            let (found, expected) = (first_release(&rows, krate), expected.first().copied());
            let what = format!("first_release(rows, {krate:?})");
            same_row(&what, &of_crate(&rows, krate), found, expected);
        }
    }
    let rows = registry();
    same("first_release(rows, \"pandas\")", first_release(&rows, "pandas"), None);
    for (krate, expected) in [
        ("polars", "0.0.0 2020-06-18"),
        ("datafusion", "0.1.0 2018-01-31"),
        ("deltalake", "0.1.1 2020-10-30"),
        ("utah", "0.1.0 2016-12-28"),
    ] {
        let found = first_release(&rows, krate);
        let found = found.map(|row| format!("{} {}", row.version, row.published));
        let what = text!(
            "first_release of {krate} in data/releases.tsv",
            "first_release de {krate} en data/releases.tsv"
        );
        same(what, found.as_deref(), Some(expected));
    }
}

#[test]
fn the_newest_release_is_what_cargo_would_choose() {
    let mut random = Random::new(6);
    for _ in 0..300 {
        let rows = random_rows(&mut random, 15);
        // The day of some release, since a release of the day itself counts.
        let day = rows[random.below(15) as usize].published;
        for krate in NAMES {
            let mut expected = sorted(&rows, krate, |row| &row.version);
            expected.retain(|row| {
                !row.yanked && row.version.stage == Stage::Release && row.published <= day
            });
            let (found, expected) = (newest_on(&rows, krate, day), expected.last().copied());
            let what = format!("newest_on(rows, {krate:?}, {day})");
            same_row(&what, &of_crate(&rows, krate), found, expected);
        }
    }
    let rows = registry();
    // The day before, three older series were repaired: 59.3.2, 58.4.1 and 57.3.2.
    let found = newest_on(&rows, "arrow", date(2026, 10, 27)).map(|row| row.version.clone());
    same("newest_on(rows, \"arrow\", 2026-10-27)", found, Some(Version::release(60, 0, 0)));
}

#[test]
fn the_last_with_simd_is_the_highest_version() {
    let mut random = Random::new(7);
    for _ in 0..300 {
        let rows = random_rows(&mut random, 12);
        for krate in NAMES {
            let mut expected = sorted(&rows, krate, |row| &row.version);
            expected.retain(|row| row.simd);
            let (found, expected) = (last_with_simd(&rows, krate), expected.last().copied());
            let what = format!("last_with_simd(rows, {krate:?})");
            same_row(&what, &of_crate(&rows, krate), found, expected);
        }
    }
}

#[track_caller]
fn check_backend(rows: &[Release], day: Date, expected: Option<ArrowBackend>) {
    let what = match rows.len() {
        0..10 => format!("polars_backend_on(rows, {day}) {}", listed(rows)),
        _ => text!(
            "polars_backend_on(rows, {day}) in data/releases.tsv",
            "polars_backend_on(rows, {day}) en data/releases.tsv"
        ),
    };
    same(what, polars_backend_on(rows, day), expected);
}

#[test]
fn the_backend_follows_from_the_dependencies() {
    use ArrowBackend::{Arrow2, ArrowRs, PolarsArrow};

    let day = Random::new(8).date();
    let cases: [(&[&str], Option<ArrowBackend>); 8] = [
        (&["arrow ^2", "rayon ^1"], Some(ArrowRs)),
        (&["rayon ^1"], None),
        (&[], None),
        (&["polars-arrow ^0.13", "arrow ^4"], Some(ArrowRs)),
        (&["polars-arrow ^0.16", "arrow2 ^0.5"], Some(Arrow2)),
        (&["arrow ^4", "arrow2 ^0.5"], Some(Arrow2)),
        (&["arrow-array >=41", "polars-arrow ^0.34"], Some(PolarsArrow)),
        (&["arrow-array >=41"], None),
    ];
    for (dependencies, expected) in cases {
        let alone = [release("polars", 3, day, dependencies)];
        check_backend(&alone, day, expected);
        // The same dependencies one crate further on; what `polars` says beside that does not count.
        let core = release("polars-core", 3, day, dependencies);
        let polars = release("polars", 3, day, &["arrow ^1", "polars-core ^0.3"]);
        check_backend(&[core, polars.clone()], day, expected);
        check_backend(&[polars], day, None);
    }
    check_backend(&[], day, None);
    check_backend(&[release("polars", 3, date(2027, 1, 1), &["arrow ^2"])], day, None);

    let rows = registry();
    check_backend(&rows, date(2020, 1, 1), None);
    check_backend(&rows, date(2021, 1, 1), Some(ArrowRs));
    check_backend(&rows, date(2021, 9, 13), Some(ArrowRs));
    check_backend(&rows, date(2021, 9, 14), Some(Arrow2));
    check_backend(&rows, date(2022, 1, 1), Some(Arrow2));
    check_backend(&rows, date(2024, 1, 1), Some(PolarsArrow));
    check_backend(&rows, TODAY, Some(PolarsArrow));
}

fn refuted(actual: impl Into<String>) -> Verdict {
    Verdict::Refuted { actual: actual.into() }
}

#[test]
fn claims_about_a_year() {
    let mut random = Random::new(9);
    for _ in 0..20 {
        let row = release("polars", 1, random.date(), &[]);
        let year = row.published.year;
        for claimed in [year - 1, year, year + 1] {
            let expected = if claimed == year {
                Verdict::Supported
            } else {
                refuted(row.published.to_string())
            };
            let what = format!("published_in({}, {claimed})", shown(&row));
            same(what, published_in(Some(&row), claimed), expected);
        }
    }
    same("published_in(None, 2020)", published_in(None, 2020), Verdict::NotDecidable);
}

#[test]
fn claims_about_age() {
    let mut random = Random::new(10);
    let year = 2017 + random.below(5) as u16;
    let rows = [
        release("young", 0, date(year + 3, 1, 1), &[]),
        release("old", 0, date(year, 6, 15), &[]),
        release("older", 1, date(year, 2, 1), &[]),
        release("twin", 0, date(year, 6, 15), &[]),
        release("older", 0, date(year - 1, 6, 15), &[]),
    ];
    let is_older = format!("older {}-06-15", year - 1);
    let cases: [(&str, &[&str], Verdict); 12] = [
        ("old", &["young"], Verdict::Supported),
        ("older", &["young", "old", "twin"], Verdict::Supported),
        ("old", &[], Verdict::Supported),
        ("young", &["old"], refuted(format!("old {year}-06-15"))),
        ("young", &["old", "older"], refuted(&is_older)),
        ("old", &["young", "older"], refuted(&is_older)),
        ("old", &["twin"], refuted(format!("twin {year}-06-15"))),
        ("unknown", &["old"], Verdict::NotDecidable),
        ("old", &["unknown"], Verdict::NotDecidable),
        ("old", &["young", "unknown"], Verdict::NotDecidable),
        ("young", &["unknown", "older"], refuted(&is_older)),
        ("young", &["older", "unknown"], refuted(&is_older)),
    ];
    let listed = listed(&rows);
    for (krate, others, expected) in cases {
        let what = format!("older_than(rows, {krate:?}, {others:?}) {listed}");
        same(what, older_than(&rows, krate, others), expected);
    }
}

#[test]
fn claims_about_dependencies() {
    let day = Random::new(11).date();
    let row = release("polars-core", 16, day, &["arrow2 ^0.5.3", "rayon >=1.5, <2"]);
    let all = "arrow2 ^0.5.3, rayon >=1.5, <2";
    let none = release("agnes", 1, day, &[]);
    let cases = [
        (Some(&row), "arrow2", Verdict::Supported),
        (Some(&row), "rayon", Verdict::Supported),
        (Some(&row), "arrow", refuted(all)),
        (Some(&row), "polars-core", refuted(all)),
        (Some(&row), "rayon-core", refuted(all)),
        (Some(&none), "arrow", refuted("nothing")),
        (None, "arrow", Verdict::NotDecidable),
    ];
    for (found, name, expected) in cases {
        let what = format!("depends_on({:?}, {name:?})", found.map(shown));
        same(what, depends_on(found, name), expected);
    }
}

#[test]
fn the_chapter_against_the_registry() {
    let rows = parsed(fixture::INDEX);
    let expected = [
        refuted("2020-07-08"),
        refuted("utah 2016-12-28"),
        Verdict::Supported,
        refuted("2021-07-20"),
        refuted("2020-10-30"),
        refuted("2022-01-19"),
        refuted("2019-07-04"),
        Verdict::Supported,
        Verdict::Supported,
        Verdict::Supported,
        refuted("PolarsArrow"),
        Verdict::Supported,
        Verdict::NotDecidable,
        Verdict::NotDecidable,
    ];
    for ((text, claim), expected) in CLAIMS.into_iter().zip(expected) {
        let what = text!("verdict on `{text}`", "veredicto sobre `{text}`");
        same(what, judge(&rows, &claim), expected);
    }
}
