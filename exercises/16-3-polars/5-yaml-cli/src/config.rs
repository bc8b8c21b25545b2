//! The values in a configuration, and how its errors look. Complete as it is: nothing to solve here.

use std::fmt;

use polars::prelude::{DataType, Expr, col};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{DuplicateKeyPolicy, MessageFormatter, Spanned, UserMessageFormatter};

/// What is wrong with a configuration, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ConfigError {
    /// Line and column in the YAML file; the first ones are 1.
    place: Option<(u64, u64)>,
    /// The step that holds the place; the first one is 1.
    step: Option<usize>,
    message: String,
}

impl From<(&str, &serde_saphyr::Error)> for ConfigError {
    /// An error of the YAML reader, with the step of the file in which it lies.
    fn from((yaml, error): (&str, &serde_saphyr::Error)) -> Self {
        let place = error.location().map(|location| (location.line(), location.column()));
        let step = place.and_then(|place| step_at(yaml, place));
        let message = match error.without_snippet() {
            serde_saphyr::Error::Budget {
                breach: BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. },
                ..
            } => "an anchor (`&name`) or an alias (`*name`): write what it stands for".to_owned(),
            error => UserMessageFormatter.format_message(error).into_owned(),
        };
        Self { place, step, message }
    }
}

impl From<String> for ConfigError {
    /// An error that lies in no single line.
    fn from(message: String) -> Self {
        Self { place: None, step: None, message }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(f, "line {line}, column {column}: ")?;
        }
        if let Some(step) = self.step {
            write!(f, "step {step}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for ConfigError {}

/// Where the parts of a pipeline begin, whatever they hold.
#[derive(Deserialize)]
struct Outline {
    input: Option<Spanned<IgnoredAny>>,
    #[serde(default)]
    steps: Vec<Spanned<IgnoredAny>>,
    output: Option<Spanned<IgnoredAny>>,
}

/// The step in which a place lies: of all parts of the pipeline, the one that begins last before it.
fn step_at(yaml: &str, place: (u64, u64)) -> Option<usize> {
    // Here stand the names of the parts themselves.
    if place.1 == 1 {
        return None;
    }
    // A key given twice is an error elsewhere; here it must not hide the step that it lies in.
    let options = serde_saphyr::options! { duplicate_keys: DuplicateKeyPolicy::FirstWins };
    let outline: Outline = serde_saphyr::from_str_with_options(yaml, options).ok()?;
    let start = |node: &Spanned<IgnoredAny>| (node.referenced.line(), node.referenced.column());
    let others = [&outline.input, &outline.output].into_iter().flatten();
    let others = others.map(|node| (start(node), None));
    let steps = outline.steps.iter().zip(1..).map(|(node, step)| (start(node), Some(step)));
    others.chain(steps).filter(|(start, _)| *start <= place).max()?.1
}

/// One or more names of columns.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub(crate) struct Names(Vec<String>);

impl TryFrom<Vec<String>> for Names {
    type Error = &'static str;

    fn try_from(names: Vec<String>) -> Result<Self, Self::Error> {
        if names.is_empty() { Err("expected at least one column") } else { Ok(Self(names)) }
    }
}

impl<'a> IntoIterator for &'a Names {
    type Item = &'a String;
    type IntoIter = std::slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// What stands between two fields of a CSV file: one ASCII character, a comma by default.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "char")]
pub(crate) struct Separator(u8);

impl Default for Separator {
    fn default() -> Self {
        Self(b',')
    }
}

impl TryFrom<char> for Separator {
    type Error = String;

    fn try_from(character: char) -> Result<Self, Self::Error> {
        match u8::try_from(character) {
            Ok(byte) if byte.is_ascii() && !b"\"\r\n".contains(&byte) => Ok(Self(byte)),
            _ => Err(format!("expected an ASCII character such as `;`, found {character:?}")),
        }
    }
}

impl From<Separator> for u8 {
    fn from(separator: Separator) -> Self {
        separator.0
    }
}

/// How many rows: a whole number, not below zero.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct RowCount(u32);

impl TryFrom<String> for RowCount {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let rows = text.parse().map_err(|_| {
            format!("expected a whole number of rows, from 0 to {}, found `{text}`", u32::MAX)
        });
        rows.map(Self)
    }
}

impl From<RowCount> for u32 {
    fn from(rows: RowCount) -> Self {
        rows.0
    }
}

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Dtype {
    String,
    Int64,
    Float64,
    Date,
}

impl From<Dtype> for DataType {
    fn from(dtype: Dtype) -> Self {
        match dtype {
            Dtype::String => Self::String,
            Dtype::Int64 => Self::Int64,
            Dtype::Float64 => Self::Float64,
            Dtype::Date => Self::Date,
        }
    }
}

/// What becomes of a value that the new type cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OnError {
    /// The run fails.
    #[default]
    Fail,
    /// It becomes null.
    Null,
}

/// A column of the result of `group_by`, as in `{name: total, function: sum, column: monto}`.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Aggregate {
    name: String,
    function: Function,
    column: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Function {
    Sum,
    Mean,
    Min,
    Max,
    /// Values that are not null.
    Count,
}

impl From<&Aggregate> for Expr {
    fn from(aggregate: &Aggregate) -> Self {
        let column = col(&aggregate.column);
        let value = match aggregate.function {
            Function::Sum => column.sum(),
            Function::Mean => column.mean(),
            Function::Min => column.min(),
            Function::Max => column.max(),
            Function::Count => column.count(),
        };
        value.alias(&aggregate.name)
    }
}
