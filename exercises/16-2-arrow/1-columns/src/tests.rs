use std::collections::BTreeSet;

use arrow::array::{Float32Array, LargeStringArray, TimestampMicrosecondArray};
use arrow::datatypes::{Field, Schema};
use checks::{close, same, text};
use checks_arrow::{same_allocation, same_array, same_batch, same_schema};
use datasets::Stream;

use super::*;

fn seed() -> u64 {
    checks::seed(1621)
}

/// `n` sales with texts in several alphabets, some of them empty, and some amounts missing. Amounts
/// are whole numbers, so that their sums are exact in any order.
fn sales(n: u64) -> Vec<Sale> {
    const IDS: [&str; 5] = ["t", "", "ñ", "数据", "a b"];
    let stream = Stream::new(seed(), "id");
    let ventas = Ventas::new(&Dataset { null_rate: 0.2, seed: seed(), ..Dataset::with_rows(n) });
    let row = |row| {
        let venta = ventas.row(row);
        let region = venta.region.map_or("", |region| REGIONS[usize::from(region)]);
        Sale {
            id: format!("{}{row}", IDS[stream.below(row, 5) as usize]),
            monto: venta.monto.cents().map(|cents| cents as f64),
            region: region.to_owned(),
        }
    };
    (0..n).map(row).collect()
}

fn texts(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn floats(values: &[Option<f64>]) -> ArrayRef {
    Arc::new(Float64Array::from(values.to_vec()))
}

/// Floats in which a null slot holds 1e6 in memory, as it may after a computation.
fn floats_with_garbage(values: &[Option<f64>]) -> ArrayRef {
    let in_memory: Vec<f64> = values.iter().map(|value| value.unwrap_or(1e6)).collect();
    let valid: Vec<bool> = values.iter().map(Option::is_some).collect();
    Arc::new(Float64Array::new(in_memory.into(), Some(valid.into())))
}

/// A batch whose columns may all hold nulls.
fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let columns = columns.into_iter().map(|(name, column)| (name, column, true));
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

/// Sales whose amounts and regions may be missing, in the columns `id`, `monto` and `region`.
fn sales_of(montos: ArrayRef, regions: &[Option<&str>]) -> RecordBatch {
    batch(vec![
        ("id", texts(&vec![Some("t"); regions.len()])),
        ("monto", montos),
        ("region", texts(regions)),
    ])
}

/// The oracle for `build_batch`, column by column. Tests of the other functions use it too, so that
/// each can be solved alone.
fn table(sales: &[Sale]) -> RecordBatch {
    let ids: Vec<Option<&str>> = sales.iter().map(|sale| Some(sale.id.as_str())).collect();
    let montos: Vec<Option<f64>> = sales.iter().map(|sale| sale.monto).collect();
    let regions: Vec<Option<&str>> = sales.iter().map(|sale| Some(sale.region.as_str())).collect();
    RecordBatch::try_from_iter_with_nullable([
        ("id", texts(&ids), false),
        ("monto", floats(&montos), true),
        ("region", texts(&regions), false),
    ])
    .unwrap()
}

/// The value, or a failed test that names the error.
#[track_caller]
fn ok<T, E: fmt::Display>(what: &str, result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!(
            "{}",
            text!(
                "{what}: expected a value, found the error: {error}",
                "{what}: se esperaba un valor, se encontró el error: {error}"
            )
        ),
    }
}

#[test]
fn the_schema_has_three_columns() {
    let expected = Schema::new(vec![
        Field::new("id", DataType::Utf8, false),
        Field::new("monto", DataType::Float64, true),
        Field::new("region", DataType::Utf8, false),
    ]);
    same_schema("sales_schema()", &sales_schema(), &expected);
}

#[test]
fn rows_become_columns() {
    for n in [0, 1, 2, 1_000] {
        let sales = sales(n);
        let what = text!("build_batch of {n} sales", "build_batch de {n} ventas");
        same_batch(&what, &ok(&what, build_batch(&sales)), &table(&sales));
    }
    let unusual = [Some(f64::NAN), Some(-0.0), None, Some(f64::NEG_INFINITY)];
    let sale = |monto| Sale { id: String::new(), monto, region: "sur".to_owned() };
    let sales = unusual.map(sale);
    let what = format!("build_batch({sales:?})");
    same_batch(&what, &ok(&what, build_batch(&sales)), &table(&sales));
}

#[test]
fn columns_are_found_by_name() {
    let sales = table(&sales(100));
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        let batch = sales.project(&order).unwrap();
        let what =
            text!("`monto`, columns in order {order:?}", "`monto`, columnas en orden {order:?}");
        let found: &Float64Array = ok(&what, typed_column(&batch, "monto"));
        same_array(&what, found, sales.column(1));
        let what =
            text!("`region`, columns in order {order:?}", "`region`, columnas en orden {order:?}");
        let found: &StringArray = ok(&what, typed_column(&batch, "region"));
        same_array(&what, found, sales.column(2));
    }
    let first = floats(&[Some(1.0)]);
    let twice = batch(vec![("monto", Arc::clone(&first)), ("monto", floats(&[Some(2.0)]))]);
    let what = text!("two columns named `monto`", "dos columnas llamadas `monto`");
    same_array(&what, ok::<&Float64Array, _>(&what, typed_column(&twice, "monto")), &first);
}

/// The error as Rust prints it.
fn error_of<T>(result: Result<T, ColumnError>) -> String {
    match result {
        Ok(_) => text!("no error", "ningún error"),
        Err(error) => format!("{error:?}"),
    }
}

fn missing(name: &str) -> String {
    format!("{:?}", ColumnError::Missing(name.to_owned()))
}

fn wrong_type(column: &str, found: DataType) -> String {
    format!("{:?}", ColumnError::WrongType { column: column.to_owned(), found })
}

/// One row with a column of each of several types.
fn many_types() -> RecordBatch {
    batch(vec![
        ("n", Arc::new(Int64Array::from(vec![1]))),
        ("time", Arc::new(TimestampMicrosecondArray::from(vec![1]))),
        ("short", Arc::new(Float32Array::from(vec![1.0]))),
        ("long", Arc::new(LargeStringArray::from(vec!["sur"]))),
    ])
}

#[test]
fn wrong_names_and_types_are_errors() {
    let batch = many_types();
    let type_of = |name: &str| batch.column_by_name(name).unwrap().data_type().clone();
    for name in ["importe", "N", ""] {
        let what = format!("typed_column::<Int64Array>(.., {name:?})");
        same(what, error_of(typed_column::<Int64Array>(&batch, name)), missing(name));
    }
    // A time is stored as an `i64` too, and is another type.
    let found = error_of(typed_column::<Int64Array>(&batch, "time"));
    same("typed_column::<Int64Array>(.., \"time\")", found, wrong_type("time", type_of("time")));
    for name in ["n", "short"] {
        let what = format!("typed_column::<Float64Array>(.., {name:?})");
        let found = error_of(typed_column::<Float64Array>(&batch, name));
        same(what, found, wrong_type(name, type_of(name)));
    }
    let found = error_of(typed_column::<StringArray>(&batch, "long"));
    same("typed_column::<StringArray>(.., \"long\")", found, wrong_type("long", type_of("long")));
}

#[test]
fn no_function_panics_for_want_of_a_column() {
    let unusable = many_types();
    let int64 = DataType::Int64;
    same("column_sum(.., \"x\")", error_of(column_sum(&unusable, "x")), missing("x"));
    let found = error_of(column_sum(&unusable, "n"));
    same("column_sum(.., \"n\")", found, wrong_type("n", int64.clone()));
    same("scale_column(.., \"x\")", error_of(scale_column(&unusable, "x", 2.0)), missing("x"));
    let found = error_of(scale_column(&unusable, "n", 2.0));
    same("scale_column(.., \"n\")", found, wrong_type("n", int64.clone()));
    same("filter_region", error_of(filter_region(&unusable, "sur")), missing("region"));
    same("sum_by_region", error_of(sum_by_region(&unusable)), missing("region"));

    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    let region = batch(vec![("region", Arc::clone(&numbers)), ("monto", floats(&[None]))]);
    let expected = wrong_type("region", int64.clone());
    same("filter_region", error_of(filter_region(&region, "1")), expected.clone());
    same("sum_by_region", error_of(sum_by_region(&region)), expected);
    let monto = batch(vec![("region", texts(&[None])), ("monto", numbers)]);
    same("sum_by_region", error_of(sum_by_region(&monto)), wrong_type("monto", int64));
}

#[track_caller]
fn check_sum(values: &[Option<f64>], expected: Option<f64>) {
    let batch = batch(vec![("id", texts(&vec![None; values.len()])), ("monto", floats(values))]);
    let shown = &values[..values.len().min(8)];
    let what = text!("sum of {shown:?}", "suma de {shown:?}");
    let found = ok(&what, column_sum(&batch, "monto"));
    // NaN is the same as NaN here.
    same(&what, found.is_some(), expected.is_some());
    close(what, found.unwrap_or(0.0), expected.unwrap_or(0.0), 0.0);
}

#[test]
fn columns_are_added_up() {
    check_sum(&[Some(100.0), Some(200.0), Some(150.0)], Some(450.0));
    check_sum(&[Some(1.0), Some(-1.0)], Some(0.0));
    check_sum(&[Some(1.0), Some(f64::NAN), None], Some(f64::NAN));
    let sales = sales(5_000);
    let montos: Vec<Option<f64>> = sales.iter().map(|sale| sale.monto).collect();
    let whole: i64 = montos.iter().flatten().map(|&monto| monto as i64).sum();
    check_sum(&montos, Some(whole as f64));
}

#[test]
fn nothing_to_add_up_is_not_zero() {
    check_sum(&[], None);
    check_sum(&[None], None);
    check_sum(&[None; 200], None);
    check_sum(&[None, Some(0.0)], Some(0.0));
}

#[test]
fn what_a_null_slot_holds_is_not_added() {
    let montos = floats_with_garbage(&[Some(100.0), None, Some(150.0), None]);
    let batch = sales_of(montos, &[Some("norte"), Some("norte"), Some("sur"), Some("sur")]);
    let what = text!(
        "sum of [100, null, 150, null]; the null slots hold 1e6 in memory",
        "suma de [100, nulo, 150, nulo]; en memoria, las casillas nulas guardan 1e6"
    );
    same(&what, ok(&what, column_sum(&batch, "monto")), Some(250.0));
    check_sums(&batch, &[("norte", 100.0), ("sur", 150.0)]);
}

#[test]
fn scaling_leaves_nulls_and_other_columns_alone() {
    let rows =
        [(Some("a"), Some(1.5)), (None, None), (Some(""), Some(f64::NAN)), (None, Some(-0.0))];
    let (names, montos) = (rows.map(|row| row.0), rows.map(|row| row.1));
    let original = batch(vec![
        ("id", texts(&names)),
        ("monto", floats_with_garbage(&montos)),
        ("otro", floats(&montos)),
    ]);
    for factor in [2.0, -0.25, f64::INFINITY] {
        let what = format!("scale_column(.., \"monto\", {factor:?})");
        let scaled = ok(&what, scale_column(&original, "monto", factor));
        let products = floats(&montos.map(|monto| Some(monto? * factor)));
        let otro = Arc::clone(original.column(2));
        let expected = batch(vec![("id", texts(&names)), ("monto", products), ("otro", otro)]);
        same_batch(&what, &scaled, &expected);
        for (index, name) in [(0, "id"), (2, "otro")] {
            let shared = same_allocation(scaled.column(index), original.column(index));
            let what =
                text!("{what}: `{name}` shares its memory", "{what}: `{name}` comparte su memoria");
            same(what, shared, true);
        }
    }
    // The schema of the batch stays, whatever it is.
    let full = RecordBatch::try_from_iter([("x", floats(&[Some(3.0)]))]).unwrap();
    let what = text!("a column without nulls", "una columna sin nulos");
    same_schema(&what, &ok(&what, scale_column(&full, "x", 2.0)).schema(), &full.schema());
}

#[track_caller]
fn check_filter(sales: &RecordBatch, region: &str, expected: &RecordBatch) {
    let what = format!("filter_region(.., {region:?})");
    same_batch(&what, &ok(&what, filter_region(sales, region)), expected);
}

#[test]
fn filters_keep_whole_rows_in_order() {
    let sales = sales(1_000);
    for region in REGIONS.into_iter().chain(["", "Norte", "atlántida"]) {
        let kept: Vec<Sale> = sales.iter().filter(|sale| sale.region == region).cloned().collect();
        check_filter(&table(&sales), region, &table(&kept));
    }
    check_filter(&table(&[]), "norte", &table(&[]));
}

#[test]
fn null_is_no_region() {
    let montos = floats(&[Some(1.0), Some(2.0), Some(4.0), Some(8.0)]);
    let sales = sales_of(montos, &[None, Some("sur"), Some(""), None]);
    check_filter(&sales, "sur", &sales.slice(1, 1));
    check_filter(&sales, "", &sales.slice(2, 1));
    check_filter(&sales, "null", &sales.slice(0, 0));
    check_sums(&sales, &[("", 4.0), ("sur", 2.0)]);
}

#[track_caller]
fn check_sums(batch: &RecordBatch, expected: &[(&str, f64)]) {
    let found = ok("sum_by_region", sum_by_region(batch));
    let expected_names: BTreeSet<String> =
        expected.iter().map(|(name, _)| (*name).to_owned()).collect();
    let what = text!("sum_by_region: regions", "sum_by_region: regiones");
    same(what, found.keys().cloned().collect(), expected_names);
    for (name, expected) in expected {
        let what = text!("sum_by_region: sum of `{name}`", "sum_by_region: suma de `{name}`");
        // Exact: the amounts are whole numbers, or NaN.
        close(what, found[*name], *expected, 0.0);
    }
}

#[test]
fn regions_are_added_up_apart() {
    check_sums(&table(&[]), &[]);
    let sales = sales(5_000);
    let mut expected: BTreeMap<&str, i64> = BTreeMap::new();
    for sale in &sales {
        if let Some(monto) = sale.monto {
            *expected.entry(&sale.region).or_default() += monto as i64;
        }
    }
    let expected: Vec<_> = expected.into_iter().map(|(name, sum)| (name, sum as f64)).collect();
    check_sums(&table(&sales), &expected);
}

#[test]
fn a_region_without_amounts_has_no_sum() {
    let montos = floats(&[None, Some(0.0), Some(f64::NAN), None]);
    let sales = sales_of(montos, &[Some("norte"), Some("sur"), Some("este"), Some("norte")]);
    check_sums(&sales, &[("este", f64::NAN), ("sur", 0.0)]);
}

#[test]
fn slices_are_read_from_where_they_begin() {
    let sales = sales(200);
    for (offset, rows) in [(1, 2), (3, 100), (65, 70), (180, 20)] {
        let part = &sales[offset..offset + rows];
        let slice = table(&sales).slice(offset, rows);
        let what = text!("{rows} rows from {offset} on", "{rows} filas desde la {offset}");
        let montos: Vec<i64> = part.iter().filter_map(|sale| Some(sale.monto? as i64)).collect();
        let expected = (!montos.is_empty()).then(|| montos.iter().sum::<i64>() as f64);
        same(&what, ok(&what, column_sum(&slice, "monto")), expected);
        let doubled: Vec<Sale> = part
            .iter()
            .map(|sale| Sale { monto: sale.monto.map(|monto| monto * 2.0), ..sale.clone() })
            .collect();
        same_batch(&what, &ok(&what, scale_column(&slice, "monto", 2.0)), &table(&doubled));
        let norte: Vec<Sale> = part.iter().filter(|sale| sale.region == "norte").cloned().collect();
        check_filter(&slice, "norte", &table(&norte));
    }
}

#[track_caller]
fn check_shares(case: &str, a: &dyn Array, b: &dyn Array, expected: bool) {
    same(format!("shares_buffer: {case}"), shares_buffer(a, b), expected);
    same(format!("shares_buffer: {case} (b, a)"), shares_buffer(b, a), expected);
}

#[test]
fn shared_memory_is_recognized() {
    let new = || floats(&[Some(1.0), None, Some(3.0), Some(4.0)]);
    let array = new();
    let clone = text!("an array and its clone", "un array y su clon");
    check_shares(&clone, &array, &Arc::clone(&array), true);
    let slice = text!("an array and a slice of it", "un array y un slice suyo");
    check_shares(&slice, &array, &array.slice(2, 2), true);
    let slices = text!("two slices without common rows", "dos slices sin filas en común");
    check_shares(&slices, &array.slice(0, 1), &array.slice(3, 1), true);
    let no_rows = text!("an array and a slice of 0 rows", "un array y un slice de 0 filas");
    check_shares(&no_rows, &array, &array.slice(1, 0), true);
    let words = texts(&[Some("norte"), Some("sur"), None]);
    let text_slice =
        text!("a text column and a slice of it", "una columna de texto y un slice suyo");
    check_shares(&text_slice, &words, &words.slice(1, 2), true);

    let equal = text!("equal values in other memory", "valores iguales en otra memoria");
    check_shares(&equal, &array, &new(), false);
    // The product is given the same validity bitmap: null times two is null.
    let product = numeric::mul(&array, &Float64Array::new_scalar(2.0)).unwrap();
    let products = text!("an array and its double", "un array y su doble");
    check_shares(&products, &array, &product, false);
    let other = text!("a text column and a numeric one", "una columna de texto y otra numérica");
    check_shares(&other, &words, &array, false);
}

#[test]
fn columns_without_memory_share_none() {
    let what = text!("two empty columns", "dos columnas vacías");
    check_shares(&what, &floats(&[]), &floats(&[]), false);
}

/// Where the first buffer begins, and how many bytes before it belong to the same allocation.
fn place(array: &ArrayRef) -> (*const u8, usize) {
    let data = array.to_data();
    let buffer = &data.buffers()[0];
    (buffer.as_ptr(), buffer.ptr_offset())
}

#[test]
fn columns_cross_the_c_interface_without_a_copy() {
    let columns = [
        floats_with_garbage(&[Some(1.0), None, Some(f64::NAN), Some(4.0)]),
        texts(&[Some("norte"), None, Some(""), Some("数据")]),
    ];
    for column in columns {
        let part = column.slice(1, 3);
        for array in [column, part] {
            let what = format!("ffi_roundtrip({:?}, ..)", array.data_type());
            let imported = ok(&what, ffi_roundtrip(&array));
            same_array(&what, &imported, &array);
            let address =
                text!("{what}: address of the values", "{what}: dirección de los valores");
            same(address, place(&imported).0, place(&array).0);
            // The interface hands over where the values begin, and no more. A clone of a slice still
            // knows the memory before it.
            let before = text!(
                "{what}: bytes that the imported array can reach before its first value",
                "{what}: bytes anteriores a su primer valor que el array importado puede alcanzar"
            );
            same(before, place(&imported).1, 0);
        }
    }
    let original = floats(&[Some(1.5), None, Some(-2.5)]);
    let imported = ok("ffi_roundtrip", ffi_roundtrip(&original));
    drop(original);
    let what = text!("the original is dropped", "el original ya se liberó");
    same_array(what, &imported, &floats(&[Some(1.5), None, Some(-2.5)]));
}

fn doubled(values: &[Option<f64>]) -> ArrayRef {
    floats(&values.iter().map(|value| Some((*value)? * 2.0)).collect::<Vec<_>>())
}

#[test]
fn memory_without_other_owners_is_used_again() {
    for values in [&[Some(1.0), None, Some(-3.5)][..], &[Some(4.0); 1_000]] {
        let column = Float64Array::from(values.to_vec());
        let start = column.values().as_ptr();
        let scaled = scale_reusing_allocation(column, 2.0);
        let rows = values.len();
        let what = text!("{rows} values with one owner", "{rows} valores con un dueño");
        same_array(&what, &scaled, &doubled(values));
        let what = text!("{what}: address of the values", "{what}: dirección de los valores");
        same(what, scaled.values().as_ptr(), start);
    }
}

#[test]
fn other_owners_see_no_change() {
    let values = [Some(1.0), None, Some(-3.5), Some(4.0)];
    let column = Float64Array::from(values.to_vec());
    let scaled = scale_reusing_allocation(column.clone(), 2.0);
    let what = text!("values with two owners", "valores con dos dueños");
    same_array(&what, &scaled, &doubled(&values));
    let what = text!("the other owner's values", "los valores del otro dueño");
    same_array(&what, &column, &floats(&values));
    let scaled = scale_reusing_allocation(column.slice(2, 2), 2.0);
    let part = text!("a slice", "un slice");
    same_array(part, &scaled, &doubled(&values[2..]));
    same_array(what, &column, &floats(&values));
}
