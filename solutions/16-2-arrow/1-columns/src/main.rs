//! 16.2.1: Typed columns, nulls and shared memory.
//!
//! The tests say what each function must do: `cargo ex 16.2.1`. Then `cargo ex run 16.2.1` runs
//! `main`, below, on a hundred thousand generated sales.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow::compute::kernels::numeric;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;
use datasets::{Dataset, REGIONS, Venta, Ventas};

/// One sale, as a row.
#[derive(Debug, Clone, PartialEq)]
struct Sale {
    id: String,
    /// `None` is an amount that nobody knows; NaN is an amount that is not a number.
    monto: Option<f64>,
    region: String,
}

/// Why a column could not be used.
#[derive(Debug)]
enum ColumnError {
    /// No column has this name.
    Missing(String),
    /// The column holds another type than the one asked for.
    WrongType {
        column: String,
        found: DataType,
    },
    Arrow(ArrowError),
}

impl fmt::Display for ColumnError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "there is no column `{name}`"),
            Self::WrongType { column, found } => {
                write!(f, "column `{column}` holds {found} values")
            }
            Self::Arrow(error) => error.fmt(f),
        }
    }
}

impl Error for ColumnError {}

/// Lets `?` turn an error of Arrow into a [`ColumnError`].
impl From<ArrowError> for ColumnError {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error)
    }
}

// ANCHOR: build_batch
/// The columns of a table of sales, in this order:
///
/// | column   | type      | nulls   |
/// |----------|-----------|---------|
/// | `id`     | `Utf8`    | no      |
/// | `monto`  | `Float64` | allowed |
/// | `region` | `Utf8`    | no      |
fn sales_schema() -> SchemaRef {
    // solution:begin sales_schema: todo!("a `Schema` with a `Field` for each column")
    use arrow::datatypes::{Field, Schema};

    Arc::new(Schema::new(vec![
        Field::new("id", DataType::Utf8, false),
        Field::new("monto", DataType::Float64, true),
        Field::new("region", DataType::Utf8, false),
    ]))
    // solution:end
}

/// Turns `n` rows into a table of `n` rows with the columns of [`sales_schema`].
fn build_batch(rows: &[Sale]) -> Result<RecordBatch, ArrowError> {
    // solution:begin build_batch: todo!("one array for each column of {rows:?}")
    let ids: ArrayRef = Arc::new(StringArray::from_iter_values(rows.iter().map(|row| &row.id)));
    let montos: ArrayRef = Arc::new(Float64Array::from_iter(rows.iter().map(|row| row.monto)));
    let regions = Arc::new(StringArray::from_iter_values(rows.iter().map(|row| &row.region)));
    RecordBatch::try_new(sales_schema(), vec![ids, montos, regions])
    // solution:end
}
// ANCHOR_END: build_batch

// ANCHOR: typed_column
/// Finds a column by its name, wherever it stands, as an array of type `T`. If several columns have
/// that name, the first one counts.
///
/// `typed_column::<Float64Array>(&batch, "monto")` checks the type once for the whole column; after
/// that, its values are plain `f64`.
///
/// # Errors
///
/// * [`ColumnError::Missing`] if no column has that name
/// * [`ColumnError::WrongType`] if its array is not a `T`; nothing is converted
fn typed_column<'a, T: Array + 'static>(
    batch: &'a RecordBatch,
    name: &str,
) -> Result<&'a T, ColumnError> {
    let missing = || ColumnError::Missing(name.to_owned());
    let wrong_type =
        |found: &DataType| ColumnError::WrongType { column: name.to_owned(), found: found.clone() };
    // solution:begin typed_column: todo!("{} rows: {} or {}", batch.num_rows(), missing(), wrong_type(&DataType::Null))
    let column = batch.column_by_name(name).ok_or_else(missing)?;
    column.as_any().downcast_ref::<T>().ok_or_else(|| wrong_type(column.data_type()))
    // solution:end
}
// ANCHOR_END: typed_column

// ANCHOR: compute
/// Adds up a column of type `Float64`. Nulls add nothing; a NaN makes the sum NaN.
///
/// `None` if there is no value at all: the column is empty or holds nothing but nulls.
///
/// # Errors
///
/// As [`typed_column`].
fn column_sum(batch: &RecordBatch, name: &str) -> Result<Option<f64>, ColumnError> {
    // solution:begin column_sum: todo!("add up `{name}` of {} rows with a kernel", batch.num_rows())
    Ok(arrow::compute::sum(typed_column::<Float64Array>(batch, name)?))
    // solution:end
}

/// Multiplies the values of a `Float64` column by `factor`. Nulls stay null.
///
/// The result has the same schema. Its other columns are those of `batch`, not copies: both batches
/// share their memory.
///
/// # Errors
///
/// As [`typed_column`].
fn scale_column(batch: &RecordBatch, name: &str, factor: f64) -> Result<RecordBatch, ColumnError> {
    // solution:begin scale_column: todo!("{} rows with `{name}` times {factor}", batch.num_rows())
    let scaled = numeric::mul(
        typed_column::<Float64Array>(batch, name)?,
        &Float64Array::new_scalar(factor),
    )?;
    let mut columns = batch.columns().to_vec();
    columns[batch.schema().index_of(name)?] = scaled;
    Ok(RecordBatch::try_new(batch.schema(), columns)?)
    // solution:end
}

/// The rows whose `region` is `region`, in their order, with all columns. A null is in no region.
///
/// # Errors
///
/// As [`typed_column`]; `region` must be `Utf8`.
fn filter_region(batch: &RecordBatch, region: &str) -> Result<RecordBatch, ColumnError> {
    // solution:begin filter_region: todo!("keep the rows of `{region}` among {}", batch.num_rows())
    let regions = typed_column::<StringArray>(batch, "region")?;
    let is_region = arrow::compute::kernels::cmp::eq(regions, &StringArray::new_scalar(region))?;
    Ok(arrow::compute::filter_record_batch(batch, &is_region)?)
    // solution:end
}

/// The sum of `monto` in each `region`.
///
/// Null amounts add nothing: a region that has no others is left out, since it has no sum. Rows
/// without region are left out too. A NaN makes the sum of its region NaN.
///
/// # Errors
///
/// As [`typed_column`]; `region` must be `Utf8` and `monto` `Float64`.
fn sum_by_region(batch: &RecordBatch) -> Result<BTreeMap<String, f64>, ColumnError> {
    // solution:begin sum_by_region: todo!("walk through `region` and `monto` of {} rows together", batch.num_rows())
    let regions = typed_column::<StringArray>(batch, "region")?;
    let montos = typed_column::<Float64Array>(batch, "monto")?;
    let mut sums = BTreeMap::new();
    for (region, monto) in regions.iter().zip(montos) {
        if let (Some(region), Some(monto)) = (region, monto) {
            *sums.entry(region.to_owned()).or_insert(0.0) += monto;
        }
    }
    Ok(sums)
    // solution:end
}
// ANCHOR_END: compute

// ANCHOR: memory
/// Whether a buffer of values of `a` lies in the same allocation as one of `b`.
///
/// Compares where the allocations begin, so that a slice shares memory with the array it was cut
/// from, wherever the slice begins. Validity bitmaps do not count. A buffer of capacity 0 has no
/// memory to share. The arrays hold numbers or text: no lists, no structs.
fn shares_buffer(a: &dyn Array, b: &dyn Array) -> bool {
    // solution:begin shares_buffer: todo!("compare the buffers of {a:?} with those of {b:?}")
    let (a, b) = (a.to_data(), b.to_data());
    let with_memory = a.buffers().iter().filter(|buffer| buffer.capacity() > 0);
    // No memory begins where the pointer of a buffer without memory points.
    with_memory
        .map(|buffer| buffer.data_ptr())
        .any(|start| b.buffers().iter().any(|buffer| buffer.data_ptr() == start))
    // solution:end
}

/// Exports an array through the Arrow C Data Interface and imports it again, as Python would, without
/// copying its values.
fn ffi_roundtrip(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    // solution:begin ffi_roundtrip: todo!("`to_ffi` and `from_ffi` in `arrow::ffi`: {array:?}")
    let (exported, schema) = arrow::ffi::to_ffi(&array.to_data())?;
    // SAFETY: both structs come from `to_ffi`, so they describe a valid array and belong together.
    let imported = unsafe { arrow::ffi::from_ffi(exported, &schema) }?;
    Ok(arrow::array::make_array(imported))
    // solution:end
}

/// Multiplies every value by `factor`; nulls stay null.
///
/// If nobody else holds the memory of `array`, the values change where they stand and nothing is
/// allocated for them. Otherwise the result has memory of its own, and the other owners see no change.
fn scale_reusing_allocation(array: Float64Array, factor: f64) -> Float64Array {
    // solution:begin scale_reusing_allocation: todo!("{array:?} times {factor}, in place if possible")
    let scale = |value| value * factor;
    array.unary_mut(scale).unwrap_or_else(|shared| shared.unary(scale))
    // solution:end
}
// ANCHOR_END: memory

fn main() -> Result<(), Box<dyn Error>> {
    let ventas = Ventas::new(&Dataset { null_rate: 0.05, ..Dataset::with_rows(100_000) });
    let sales: Vec<Sale> = (0..ventas.rows()).filter_map(|row| sale(ventas.row(row))).collect();
    let batch = build_batch(&sales)?;
    let (rows, columns) = (batch.num_rows(), batch.num_columns());
    println!("{rows} sales that have a region, in {columns} columns:");
    for field in batch.schema().fields() {
        // `DataType` ignores the width that it is given; a text does not.
        let data_type = field.data_type().to_string();
        println!("  {:<7} {data_type:<8} nullable: {}", field.name(), field.is_nullable());
    }
    let ids: &StringArray = typed_column(&batch, "id")?;
    println!("The first is `{}`, the last `{}`.", ids.value(0), ids.value(rows - 1));

    let doubled = scale_column(&batch, "monto", 2.0)?;
    println!("\nSum of `monto`: {:.2?}", column_sum(&batch, "monto")?);
    println!("      doubled: {:.2?}", column_sum(&doubled, "monto")?);
    println!("\nBy region:");
    for (region, sum) in sum_by_region(&batch)? {
        let rows = filter_region(&batch, &region)?.num_rows();
        println!("  {region:<9} {sum:>14.2} in {rows:>6} sales");
    }

    println!("\nWhat goes wrong is an error, not a crash:");
    for name in ["importe", "region"] {
        match column_sum(&batch, name) {
            Ok(sum) => println!("  {sum:?}"),
            Err(error) => println!("  {error}"),
        }
    }
    show_refused_batches();
    show_null_slot();
    show_memory(&batch)?;
    Ok(())
}

/// A sale of the generated data as a row, if it has a region.
fn sale(venta: Venta) -> Option<Sale> {
    let region = REGIONS[usize::from(venta.region?)].to_owned();
    Some(Sale { id: format!("t{}", venta.id), monto: venta.monto.value(), region })
}

/// Prints why `RecordBatch::try_new` refuses columns that do not fit the schema.
fn show_refused_batches() {
    let texts = |text: Option<&str>| -> ArrayRef { Arc::new(StringArray::from(vec![text])) };
    let (id, region) = (|| texts(Some("t1")), || texts(Some("norte")));
    let montos = |n| -> ArrayRef { Arc::new(Float64Array::from(vec![1.0; n])) };
    let integers: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    println!("\nArrow refuses columns that do not fit the schema:");
    for columns in [
        vec![id(), montos(1)],
        vec![id(), integers, region()],
        vec![id(), montos(2), region()],
        vec![id(), montos(1), texts(None)],
    ] {
        match RecordBatch::try_new(sales_schema(), columns) {
            Ok(batch) => println!("  accepted: {batch:?}"),
            Err(error) => println!("  {error}"),
        }
    }
}

// ANCHOR: null_slot
/// A column of 100, null and 150, in whose null slot lies a 999 that nobody should see.
fn with_null_slot() -> Float64Array {
    Float64Array::new(vec![100.0, 999.0, 150.0].into(), Some(vec![true, false, true].into()))
}
// ANCHOR_END: null_slot

fn show_null_slot() {
    let montos = with_null_slot();
    let naive: f64 = montos.values().iter().sum();
    println!("\nA column prints as {:?}", montos.iter().collect::<Vec<_>>());
    println!("  values().iter().sum()  {naive:>6}");
    println!("  compute::sum           {:>6}", arrow::compute::sum(&montos).unwrap_or(0.0));
}

/// Prints which operations give a column that shares its memory with the original.
fn show_memory(batch: &RecordBatch) -> Result<(), ColumnError> {
    let montos: &ArrayRef = batch.column(1);
    let norte = filter_region(batch, "norte")?;
    let product = numeric::mul(montos, &Float64Array::new_scalar(2.0))?;
    let slice = montos.slice(1, 10);
    let imported = ffi_roundtrip(montos)?;
    println!("\nShares its memory with the original?");
    for (name, array) in [
        ("clone", &Arc::clone(montos)),
        ("slice", &slice),
        ("C Data Interface", &imported),
        ("filter", norte.column(1)),
        ("product", &product),
    ] {
        println!("  {name:<17} {}", shares_buffer(montos, array));
    }
    let size = |array: &ArrayRef| array.get_array_memory_size();
    println!(
        "  A slice of 10 values keeps {} bytes alive; the column has {}.",
        size(&slice),
        size(montos)
    );

    println!("\nScaled in place?");
    for owners in [1, 2] {
        let column = Float64Array::from(vec![1.0; 1_000]);
        let start = column.values().as_ptr();
        let others = vec![column.clone(); owners - 1];
        let scaled = scale_reusing_allocation(column, 2.0);
        println!("  owners: {owners}         {}", scaled.values().as_ptr() == start);
        drop(others);
    }
    Ok(())
}

#[cfg(test)]
#[path = "../../../../exercises/16-2-arrow/1-columns/src/tests.rs"]
mod tests;
