//! Numbers as people read them: three significant digits and a unit.

use crate::record::Retake;

const THOUSANDS: [(f64, &str); 4] = [(1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, "")];

/// `1.24 ms`, `38.0 s`, `412 ns`.
pub(crate) fn seconds(value: f64) -> String {
    scaled(value, &[(1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")])
}

/// Decimal units, as memory vendors and disks count: `812 MB`, `1.30 GB`.
pub(crate) fn bytes(value: f64) -> String {
    if value == 0.0 {
        return "0 B".into();
    }
    scaled(value, &[(1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")])
}

/// Binary units, as caches are sold: `48 KiB`, `32 MiB`.
pub(crate) fn binary_bytes(value: u64) -> String {
    match value {
        v if v >= 1 << 30 && v % (1 << 30) == 0 => format!("{} GiB", v >> 30),
        v if v >= 1 << 20 && v % (1 << 20) == 0 => format!("{} MiB", v >> 20),
        v if v >= 1 << 10 => format!("{} KiB", v >> 10),
        v => format!("{v} B"),
    }
}

/// `37.4 GB/s`.
pub(crate) fn bytes_per_second(value: f64) -> String {
    format!("{}/s", bytes(value))
}

/// `41.2 M rows/s`.
pub(crate) fn rows_per_second(value: f64) -> String {
    let number = scaled(value, &THOUSANDS);
    format!("{} rows/s", number.trim_end())
}

/// A row count: `1M`, `250k`, `1234567`.
pub(crate) fn rows(value: u64) -> String {
    match value {
        v if v > 0 && v % 1_000_000 == 0 => format!("{}M", v / 1_000_000),
        v if v > 0 && v % 1_000 == 0 => format!("{}k", v / 1_000),
        v => v.to_string(),
    }
}

/// A race in one word, such as `star/memory/10M`.
pub(crate) fn race(race: &Retake) -> String {
    format!("{}/{}/{}", race.workload, race.source, rows(race.rows))
}

/// `1.00×`, `12.4×`, `1 240×`.
pub(crate) fn ratio(value: f64) -> String {
    format!("{}×", significant(value))
}

/// A share between 0 and 1 as `92 %`, `4.1 %`, `<0.1 %`.
pub(crate) fn percent(share: f64) -> String {
    match share * 100.0 {
        0.0 => "0 %".into(),
        p if p < 0.1 => "<0.1 %".into(),
        p if p < 9.95 => format!("{p:.1} %"),
        p => format!("{p:.0} %"),
    }
}

/// Units in the last place: `0`, `0.5`, `12`, `3.4e5`.
pub(crate) fn ulps(value: f64) -> String {
    match value {
        v if v < 99_999.5 && v.fract() == 0.0 => format!("{v}"),
        v if v < 9.95 => format!("{v:.1}"),
        v if v < 99_999.5 => format!("{v:.0}"),
        v => format!("{v:.1e}"),
    }
}

/// Three significant digits, with thousands set apart by a thin space.
pub(crate) fn significant(value: f64) -> String {
    match value {
        v if v >= 999.5 => grouped(v.round() as u64),
        v if v >= 99.95 => format!("{v:.0}"),
        v if v >= 9.995 => format!("{v:.1}"),
        v if v >= 0.0995 || v == 0.0 => format!("{v:.2}"),
        v => format!("{v:.2e}"),
    }
}

/// Digits in groups of three: `1 234 567`.
pub(crate) fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// Picks the largest unit that leaves at least 1 after rounding; the last unit takes the rest.
fn scaled(value: f64, units: &[(f64, &str)]) -> String {
    let fits = |&&(size, _): &&(f64, &str)| value / size >= 0.9995;
    let (size, unit) = units.iter().find(fits).unwrap_or(&units[units.len() - 1]);
    format!("{} {unit}", significant(value / size))
}

/// `1 sample`, `3 samples`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        n => format!("{} {noun}s", grouped(n as u64)),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list<S: AsRef<str>>(items: &[S]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_follow_the_magnitude_after_rounding() {
        assert_eq!(seconds(0.00124), "1.24 ms");
        assert_eq!(seconds(0.999_96), "1.00 s");
        assert_eq!(seconds(123.4), "123 s");
        assert_eq!(seconds(4.12e-7), "412 ns");
        assert_eq!(bytes(812e6), "812 MB");
        assert_eq!(bytes(0.0), "0 B");
        assert_eq!(bytes_per_second(37.42e9), "37.4 GB/s");
        assert_eq!(rows_per_second(41.23e6), "41.2 M rows/s");
        assert_eq!(binary_bytes(49_152), "48 KiB");
        assert_eq!(binary_bytes(32 << 20), "32 MiB");
    }

    #[test]
    fn ratios_and_shares() {
        assert_eq!(ratio(1.0), "1.00×");
        assert_eq!(ratio(12.44), "12.4×");
        assert_eq!(ratio(1_240.2), "1\u{202f}240×");
        assert_eq!(percent(0.923), "92 %");
        assert_eq!(percent(0.0411), "4.1 %");
        assert_eq!(percent(0.000_01), "<0.1 %");
        assert_eq!(ulps(3.4e5), "3.4e5");
    }

    #[test]
    fn words() {
        assert_eq!(rows(100_000_000), "100M");
        assert_eq!(rows(1_234_567), "1234567");
        assert_eq!(count(1, "sample"), "1 sample");
        assert_eq!(count(12_000, "sample"), "12\u{202f}000 samples");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list::<&str>(&[]), "");
    }
}
