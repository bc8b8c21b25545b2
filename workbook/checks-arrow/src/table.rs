//! How the rows of two tables differ.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute;
use arrow::datatypes::{DataType, Float32Type, Float64Type, SchemaRef};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use checks::text;

use crate::same_schema;

/// Fails unless both arrays have the same type and the same values in the same order.
///
/// # Panics
///
/// If they differ.
#[track_caller]
pub fn same_array(what: impl AsRef<str>, found: &dyn Array, expected: &dyn Array) {
    let what = what.as_ref();
    let data_type = text!("{what}: data type", "{what}: tipo de datos");
    checks::same(data_type, found.data_type(), expected.data_type());
    let column = |array: &dyn Array| Table::new(vec![(String::new(), array.slice(0, array.len()))]);
    check(what, &column(found), &column(expected));
}

/// Fails unless both batches have the same columns and the same rows in the same order.
///
/// # Panics
///
/// If they differ.
#[track_caller]
pub fn same_batch(what: impl AsRef<str>, found: &RecordBatch, expected: &RecordBatch) {
    same_batches(what, std::slice::from_ref(found), std::slice::from_ref(expected));
}

/// As [`same_batch`] for two tables that may be cut into batches in different ways. No batches at all
/// are a table without rows, of any schema.
///
/// # Panics
///
/// If they differ, or if `expected` holds batches of different schemas.
#[track_caller]
pub fn same_batches(what: impl AsRef<str>, found: &[RecordBatch], expected: &[RecordBatch]) {
    let what = what.as_ref();
    let Some(schema) = expected.iter().chain(found).map(RecordBatch::schema).next() else { return };
    for batch in found {
        same_schema(what, &batch.schema(), &schema);
    }
    check(what, &Table::concat(&schema, found), &Table::concat(&schema, expected));
}

/// Columns of one length with their names.
struct Table {
    columns: Vec<(String, ArrayRef)>,
    row_count: usize,
}

impl Table {
    fn new(columns: Vec<(String, ArrayRef)>) -> Self {
        let row_count = columns.first().map_or(0, |(_, column)| column.len());
        let columns = columns.into_iter().map(|(name, column)| (name, with_one_nan(column)));
        Self { columns: columns.collect(), row_count }
    }

    /// The rows of all batches, which have the columns of `schema`.
    fn concat(schema: &SchemaRef, batches: &[RecordBatch]) -> Self {
        let whole = compute::concat_batches(schema, batches)
            .expect("all batches have the columns of the schema");
        let names = schema.fields().iter().map(|field| field.name().clone());
        let table = Self::new(names.zip(whole.columns().iter().cloned()).collect());
        // A batch may have rows and no columns.
        Self { row_count: whole.num_rows(), ..table }
    }

    /// The values of a row with the names of their columns.
    fn show(&self, row: usize) -> String {
        if row >= self.row_count {
            return text!("no such row", "no hay tal fila");
        }
        let cell = |(name, column): &(String, ArrayRef)| match name.as_str() {
            "" => show(column, row),
            name => format!("{name}={}", show(column, row)),
        };
        self.columns.iter().map(cell).collect::<Vec<_>>().join(", ")
    }
}

/// Replaces every NaN in a column of floats by the same NaN.
fn with_one_nan(column: ArrayRef) -> ArrayRef {
    match column.data_type() {
        DataType::Float64 => {
            let one_nan = |x: f64| if x.is_nan() { f64::NAN } else { x };
            Arc::new(column.as_primitive::<Float64Type>().unary::<_, Float64Type>(one_nan))
        }
        DataType::Float32 => {
            let one_nan = |x: f32| if x.is_nan() { f32::NAN } else { x };
            Arc::new(column.as_primitive::<Float32Type>().unary::<_, Float32Type>(one_nan))
        }
        _ => column,
    }
}

/// A value as a message shows it: text in quotes, so that `null` and an empty text can be told apart.
fn show(column: &ArrayRef, row: usize) -> String {
    let options = FormatOptions::default().with_null("null").with_display_error(true);
    let formatter = match ArrayFormatter::try_new(column, &options) {
        Ok(formatter) => formatter,
        Err(_) => return format!("({})", column.data_type()),
    };
    let value = formatter.value(row).to_string();
    if column.data_type().is_string() && column.is_valid(row) {
        format!("{value:?}")
    } else {
        value
    }
}

/// Compares two tables with the same schema.
#[track_caller]
fn check(what: &str, found: &Table, expected: &Table) {
    let Some(row) = first_difference(found, expected) else { return };
    let mut lines = vec![text!("{what}: the rows differ", "{what}: las filas son distintas")];
    let (found_rows, expected_rows) = (found.row_count, expected.row_count);
    if found_rows != expected_rows {
        lines.push(text!(
            "  rows: expected {expected_rows}, found {found_rows}",
            "  filas: se esperaban {expected_rows}, se encontraron {found_rows}"
        ));
    }
    lines.extend(null_counts(found, expected));
    lines.push(text!(
        "  the first row that differs is row {row} (the first is 0)",
        "  la primera fila distinta es la {row} (la primera es la 0)"
    ));
    let (found, expected) = (found.show(row), expected.show(row));
    lines.push(text!(
        "    expected: {expected}\n    found:    {found}",
        "    se esperaba: {expected}\n    se encontró: {found}"
    ));
    panic!("{}", lines.join("\n"));
}

/// One line for each column whose number of nulls differs.
fn null_counts(found: &Table, expected: &Table) -> Vec<String> {
    let mut lines = Vec::new();
    for ((name, found), (_, expected)) in found.columns.iter().zip(&expected.columns) {
        let (found, expected) = (found.logical_null_count(), expected.logical_null_count());
        if found != expected {
            let of =
                if name.is_empty() { String::new() } else { text!(" in `{name}`", " en `{name}`") };
            lines.push(text!(
                "  nulls{of}: expected {expected}, found {found}",
                "  nulos{of}: se esperaban {expected}, se encontraron {found}"
            ));
        }
    }
    lines
}

/// The first row in which the tables differ: one past the last if the other table has more.
fn first_difference(found: &Table, expected: &Table) -> Option<usize> {
    let common = found.row_count.min(expected.row_count);
    let columns = found.columns.iter().zip(&expected.columns);
    let in_columns = columns.filter_map(|((_, found), (_, expected))| {
        let (found, expected) = (found.slice(0, common), expected.slice(0, common));
        first_different_value(&found, &expected)
    });
    let longer = (found.row_count != expected.row_count).then_some(common);
    in_columns.min().or(longer)
}

/// Halves the range that holds the first difference until one value is left.
fn first_different_value(found: &ArrayRef, expected: &ArrayRef) -> Option<usize> {
    if found == expected {
        return None;
    }
    let (mut start, mut len) = (0, found.len());
    while len > 1 {
        let half = len / 2;
        if found.slice(start, half) == expected.slice(start, half) {
            (start, len) = (start + half, len - half);
        } else {
            len = half;
        }
    }
    Some(start)
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use arrow::array::{Float64Array, Int64Array, StringArray};

    use super::*;

    fn batch(ids: &[i64], montos: &[Option<f64>]) -> RecordBatch {
        let ids: ArrayRef = Arc::new(Int64Array::from(ids.to_vec()));
        let montos: ArrayRef = Arc::new(Float64Array::from(montos.to_vec()));
        RecordBatch::try_from_iter_with_nullable([("id", ids, false), ("monto", montos, true)])
            .unwrap()
    }

    /// What a failing check says, in the language of the machine that runs this.
    fn message(check: impl FnOnce()) -> String {
        let panic = catch_unwind(AssertUnwindSafe(check)).expect_err("the check fails");
        *panic.downcast::<String>().expect("a formatted message")
    }

    #[test]
    fn the_cut_into_batches_does_not_matter() {
        let one = batch(&[1, 2, 3], &[Some(1.0), None, Some(f64::NAN)]);
        let nothing = one.slice(0, 0);
        let cut = [one.slice(0, 1), nothing.clone(), one.slice(1, 2)];
        same_batches("", &cut, std::slice::from_ref(&one));
        same_batches("", std::slice::from_ref(&one), &cut);
        same_batches("", &[], std::slice::from_ref(&nothing));
        same_batches("", &[nothing], &[]);
        same_batches("", &[], &[]);
    }

    #[test]
    fn nan_is_any_nan_and_zeros_have_signs() {
        let other_nan = f64::from_bits(f64::NAN.to_bits() | 1);
        let floats = |x: f64| Float64Array::from(vec![x]);
        same_array("", &floats(other_nan), &floats(f64::NAN));
        same_array("", &floats(-f64::NAN), &floats(f64::NAN));
        let message = message(|| same_array("zero", &floats(-0.0), &floats(0.0)));
        assert!(message.contains(": 0.0\n") && message.ends_with(" -0.0"), "{message}");
    }

    #[test]
    fn what_a_null_slot_holds_does_not_matter() {
        let with_slot = |x: f64| Float64Array::new(vec![x].into(), Some(vec![false].into()));
        same_array("", &with_slot(999.0), &with_slot(0.0));
    }

    #[test]
    fn the_first_row_that_differs_is_shown() {
        let expected = batch(&[1, 2, 3, 4], &[Some(1.0), None, Some(2.0), Some(3.0)]);
        let found = batch(&[1, 2, 3, 9], &[Some(1.0), None, None, Some(3.0)]);
        let message = message(|| same_batch("sales", &found, &expected));
        assert!(message.starts_with("sales: "), "{message}");
        assert!(message.contains(" 2 ("), "{message}");
        assert!(message.contains(": id=3, monto=2.0\n"), "{message}");
        assert!(message.ends_with(" id=3, monto=null"), "{message}");
        // One null is expected, two are found.
        assert!(message.contains("`monto`: ") && !message.contains("`id`: "), "{message}");
    }

    #[test]
    fn rows_that_are_missing_or_too_many_are_shown() {
        let long = batch(&[1, 2], &[Some(1.0), Some(2.0)]);
        let short = long.slice(0, 1);
        let missing = message(|| same_batch("", &short, &long));
        assert!(missing.contains(": id=2, monto=2.0\n"), "{missing}");
        let too_many = message(|| same_batch("", &long, &short));
        assert!(too_many.ends_with(" id=2, monto=2.0"), "{too_many}");
        let all_missing = message(|| same_batches("", &[], &[short]));
        assert!(all_missing.contains(": id=1, monto=1.0\n"), "{all_missing}");
    }

    #[test]
    fn null_and_empty_text_look_different() {
        let texts = |text: Option<&str>| StringArray::from(vec![text]);
        let message = message(|| same_array("", &texts(None), &texts(Some(""))));
        assert!(message.contains(": \"\"\n") && message.ends_with(" null"), "{message}");
    }

    #[test]
    fn every_first_difference_is_found() {
        let ids: Vec<i64> = (0..33).collect();
        for row in 0..33 {
            let mut other = ids.clone();
            other[row..].iter_mut().for_each(|id| *id += 100);
            let (found, expected): (ArrayRef, ArrayRef) =
                (Arc::new(Int64Array::from(other)), Arc::new(Int64Array::from(ids.clone())));
            assert_eq!(first_different_value(&found, &expected), Some(row));
        }
    }

    #[test]
    fn types_and_schemas_count() {
        let integers = Int64Array::from(vec![1]);
        let floats = Float64Array::from(vec![1.0]);
        let types = message(|| same_array("", &integers, &floats));
        assert!(types.contains("Float64") && types.ends_with("Int64"), "{types}");
        let one = batch(&[1], &[None]);
        let other = one.project(&[0]).unwrap();
        let schema = message(|| same_batch("", &other, &one));
        assert!(schema.contains("`monto`"), "{schema}");
        // Each batch is looked at, not only the first.
        let found = [one.clone(), other];
        let second = message(|| same_batches("", &found, &[one]));
        assert!(second.contains("`monto`"), "{second}");
    }
}
