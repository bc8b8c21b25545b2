//! The charts: each is drawn from a list of rows that also goes into a CSV file next to it.

mod bandwidth;
mod forest;
mod heat_map;
mod noise;
mod scaling;
mod time_memory;
mod twins;

pub(super) use bandwidth::bandwidth;
pub(super) use forest::forest;
pub(super) use heat_map::heat_map;
pub(super) use noise::noise;
pub(super) use scaling::scaling;
pub(super) use time_memory::time_memory;
pub(super) use twins::twins;

use super::palette;
use super::svg::Svg;

/// A picture, its text alternative and its data.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chart {
    /// Stem of the file names.
    pub(super) name: String,
    /// What the picture shows, in a sentence.
    pub(super) alt: String,
    pub(super) svg: String,
    pub(super) csv: String,
}

impl Chart {
    fn new(name: String, alt: String, mut svg: Svg, csv: String) -> Self {
        svg.style(&palette::style());
        Self { name, alt, svg: svg.finish(), csv }
    }
}

/// Writes a table as CSV (RFC 4180). Numbers keep all their digits.
fn csv<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let line = |fields: &[String]| {
        let quoted: Vec<String> = fields.iter().map(|field| quote(field)).collect();
        quoted.join(",") + "\n"
    };
    let header = line(&header.map(str::to_owned));
    header + &rows.map(|row| line(&row)).collect::<String>()
}

fn quote(field: &str) -> String {
    if field.contains([',', '"', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

/// A number, or nothing.
fn optional(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A part of a file name: letters, digits and hyphens.
fn slug(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
