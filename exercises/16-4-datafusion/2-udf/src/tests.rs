use std::hash::{Hash, Hasher};
use std::sync::Mutex;

use arrow::array::{ArrayRef, BooleanArray, Int64Array, StringArray};
use arrow::buffer::NullBuffer;
use arrow::compute::cast;
use arrow::datatypes::{Field, FieldRef};
use checks::{close, close_rows, same, same_rows, text};
use checks_arrow::same_batches;
use datafusion::common::config::ConfigOptions;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{Expr, LogicalPlan};
use datafusion::scalar::ScalarValue;
use datasets::{EARTH_RADIUS_KM, Stream};

use super::*;
use crate::deliveries::Delivery;

fn seed() -> u64 {
    checks::seed(1642)
}

/// One millimeter. Rounding moves the haversine of two points by some 1e-16, which is less than a
/// millimeter on the ground unless the points are opposites.
const MILLIMETER: f64 = 1e-6;

/// One meter. Near the antipode the arc sine loses half of the digits: a rounding error of 1e-16 on
/// the way in is one of 1e-8 radians on the way out, some 0.1 m.
const METER: f64 = 1e-3;

/// Latitude and longitude of two points.
type Pair = [f64; 4];

/// The oracle: the arc tangent of cross product and dot product of the two unit vectors, which is
/// accurate at any distance, also between opposites.
fn great_circle_km([lat1, lon1, lat2, lon2]: Pair) -> f64 {
    let (sin1, cos1) = lat1.to_radians().sin_cos();
    let (sin2, cos2) = lat2.to_radians().sin_cos();
    let (sin, cos) = (lon2 - lon1).to_radians().sin_cos();
    let cross = (cos2 * sin).hypot(cos1 * sin2 - sin1 * cos2 * cos);
    EARTH_RADIUS_KM * cross.atan2(sin1 * sin2 + cos1 * cos2 * cos)
}

/// `n` deliveries, 5 % of which have lost their destination.
fn entregas(n: u64) -> Vec<Entrega> {
    let entregas = Entregas::new(&Dataset::hostile(10 * n, seed()));
    (0..n).map(|row| entregas.row(row)).collect()
}

/// `n` pairs of points: half of them a delivery, half of them anywhere on the globe.
fn pairs(n: u64) -> Vec<Pair> {
    let entregas = Entregas::new(&Dataset { seed: seed(), ..Dataset::with_rows(10 * n) });
    let stream = Stream::new(seed(), "pairs");
    let degrees = |i, most: u64| stream.below(i, 2_000_000 * most) as f64 / 1e6 - most as f64;
    let anywhere =
        |i| [degrees(i, 90), degrees(i + 1, 180), degrees(i + 2, 90), degrees(i + 3, 180)];
    let delivery = |row| {
        let Entrega { origen, destino, .. } = entregas.row(row);
        let destino = destino.expect("this dataset has no nulls");
        [origen.0, origen.1, destino.0, destino.1]
    };
    (0..n).map(|i| if i % 2 == 0 { delivery(i) } else { anywhere(4 * i) }).collect()
}

/// Pairs at the edges of the globe, none of them opposites.
fn edges() -> Vec<Pair> {
    let [lat, lon, ..] = pairs(1)[0];
    vec![
        [lat, lon, lat, lon],
        [0.0, 0.0, 0.0, 0.0],
        [0.0, 179.9, 0.0, -179.9],
        [lat, 180.0, lat, -180.0],
        [lat, lon, lat, lon + 360.0],
        [90.0, lon, 90.0, -lon],
        [-90.0, lon, -90.0, lon + 90.0],
        [90.0, 0.0, lat, lon],
        [lat, lon, -90.0, 0.0],
        [0.0, 0.0, 0.0, 90.0],
        [lat, lon, lat + 1e-6, lon],
    ]
}

/// `n` points of the globe with the points opposite to them.
fn opposites(n: u64) -> Vec<Pair> {
    let opposite = |[lat, lon, ..]: Pair| [lat, lon, -lat, lon + 180.0];
    let fixed = [[0.0, 0.0, 0.0, 180.0], [90.0, 0.0, -90.0, 0.0], [-90.0, 17.0, 90.0, 55.0]];
    fixed.into_iter().chain(pairs(n).into_iter().map(opposite)).collect()
}

/// Four columns, one for each coordinate.
type Columns = [Float64Array; 4];

fn columns(pairs: &[Pair]) -> Columns {
    [0, 1, 2, 3].map(|k| pairs.iter().map(|pair| pair[k]).collect::<Vec<_>>().into())
}

/// Makes every row null for which `is_null` says so. In the memory behind it stands NaN, or for every
/// other row the coordinate that was there.
fn with_nulls(column: &Float64Array, is_null: impl Fn(usize) -> bool) -> Float64Array {
    let valid: Vec<bool> = (0..column.len()).map(|row| !is_null(row)).collect();
    let is_kept = |row: usize| valid[row] || row.is_multiple_of(2);
    let value = |row: usize| if is_kept(row) { column.value(row) } else { f64::NAN };
    let values: Vec<f64> = (0..column.len()).map(value).collect();
    Float64Array::new(values.into(), Some(NullBuffer::from(valid)))
}

/// What the distances of four columns are, by the oracle.
fn expected(columns: &Columns) -> Vec<Option<f64>> {
    let pair = |row| -> Option<Pair> {
        let value = |k: usize| columns[k].is_valid(row).then(|| columns[k].value(row));
        Some([value(0)?, value(1)?, value(2)?, value(3)?])
    };
    (0..columns[0].len()).map(|row| pair(row).map(great_circle_km)).collect()
}

/// Compares distances with what is expected: first the number of rows, then the nulls, then the
/// kilometers, to a millimeter.
#[track_caller]
fn check_distances(what: &str, found: &Float64Array, expected: &[Option<f64>]) {
    same(text!("{what}: rows", "{what}: filas"), found.len(), expected.len());
    let nulls: Vec<bool> = (0..found.len()).map(|row| found.is_null(row)).collect();
    let expected_nulls: Vec<bool> = expected.iter().map(Option::is_none).collect();
    let is_null = text!("{what}: is the row null", "{what}: si la fila es nula");
    same_rows(is_null, &nulls, &expected_nulls);
    let km: Vec<f64> = found.iter().map(Option::unwrap_or_default).collect();
    let expected_km: Vec<f64> = expected.iter().copied().map(Option::unwrap_or_default).collect();
    close_rows(text!("{what}: kilometers", "{what}: kilómetros"), &km, &expected_km, MILLIMETER);
}

#[track_caller]
fn check_kernel(name: &str, kernel: Kernel, columns: &Columns, of: &str) {
    let [lat1, lon1, lat2, lon2] = columns;
    let found = kernel(lat1, lon1, lat2, lon2);
    check_distances(&format!("{name}, {of}"), &found, &expected(columns));
}

/// Checks columns with NaN, which is no null, then with nulls in one coordinate at a time, in every row,
/// in all four, and slices.
#[track_caller]
fn check_nulls(name: &str, kernel: Kernel) {
    let whole = columns(&pairs(37));
    let mut broken = pairs(37);
    broken.iter_mut().step_by(3).for_each(|pair| pair[1] = f64::NAN);
    check_kernel(name, kernel, &columns(&broken), &text!("NaN in `lon1`", "NaN en `lon1`"));
    let coordinates = ["lat1", "lon1", "lat2", "lon2"];
    for (k, coordinate) in coordinates.into_iter().enumerate() {
        let mut one = whole.clone();
        one[k] = with_nulls(&whole[k], |row| row % 3 == 1);
        let of = text!("nulls in `{coordinate}`", "nulos en `{coordinate}`");
        check_kernel(name, kernel, &one, &of);
        let slice = one.each_ref().map(|column| column.slice(5, 22));
        check_kernel(name, kernel, &slice, &text!("a slice with {of}", "un slice con {of}"));
        one[k] = with_nulls(&whole[k], |_| true);
        check_kernel(name, kernel, &one, &text!("only {of}", "solo {of}"));
    }
    let mut every = whole.clone();
    for (k, column) in every.iter_mut().enumerate() {
        *column = with_nulls(&whole[k], |row| row % 5 == k);
    }
    let of = text!("nulls in every column", "nulos en todas las columnas");
    check_kernel(name, kernel, &every, &of);
    let slice = every.each_ref().map(|column| column.slice(9, 11));
    check_kernel(name, kernel, &slice, &text!("a slice with {of}", "un slice con {of}"));
}

#[test]
fn distances_agree_with_another_formula() {
    let check = |pair: Pair, tolerance| {
        let [lat1, lon1, lat2, lon2] = pair;
        let found = distance_km(lat1, lon1, lat2, lon2);
        let what = format!("distance_km({lat1}, {lon1}, {lat2}, {lon2})");
        close(what, found, great_circle_km(pair), tolerance);
    };
    pairs(2_000).into_iter().for_each(|pair| check(pair, MILLIMETER));
    edges().into_iter().for_each(|pair| check(pair, MILLIMETER));
    opposites(2_000).into_iter().for_each(|pair| check(pair, METER));
}

#[test]
fn nan_has_no_distance() {
    for bad in [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for k in 0..4 {
            let mut pair = pairs(1)[0];
            pair[k] = bad;
            let [lat1, lon1, lat2, lon2] = pair;
            let found = distance_km(lat1, lon1, lat2, lon2);
            let what = format!("distance_km({lat1}, {lon1}, {lat2}, {lon2})");
            close(what, found, f64::NAN, 0.0);
        }
    }
}

#[test]
fn a_null_in_any_column_is_a_null_distance() {
    let (name, kernel) = ("haversine_kernel", haversine_kernel as Kernel);
    check_kernel(name, kernel, &columns(&[]), &text!("no rows", "sin filas"));
    check_kernel(name, kernel, &columns(&pairs(100)), &text!("no nulls", "sin nulos"));
    check_nulls(name, kernel);
}

/// The distances of four pairs in the four lanes.
fn four_distances(pairs: [Pair; 4]) -> [f64; 4] {
    let [lat1, lon1, lat2, lon2] = [0, 1, 2, 3].map(|k| f64x4::new(pairs.map(|pair| pair[k])));
    distance_x4(lat1, lon1, lat2, lon2).to_array()
}

#[test]
fn four_at_a_time_agree_with_one_at_a_time() {
    let check = |pairs: [Pair; 4], tolerance| {
        let found = four_distances(pairs);
        let what = text!(
            "distance_x4, one pair per lane: {pairs:?}",
            "distance_x4, un par por carril: {pairs:?}"
        );
        close_rows(what, &found, &pairs.map(great_circle_km), tolerance);
    };
    // Each edge shares its vector with ordinary pairs, and each takes its turn in every lane.
    let ordinary = pairs(4);
    for edge in edges() {
        for lane in 0..4 {
            let mut pairs: [Pair; 4] = std::array::from_fn(|i| ordinary[i]);
            pairs[lane] = edge;
            check(pairs, MILLIMETER);
        }
    }
    let fours = |pairs: Vec<Pair>| -> Vec<[Pair; 4]> { pairs.as_chunks().0.to_vec() };
    fours(pairs(2_000)).into_iter().for_each(|pairs| check(pairs, MILLIMETER));
    fours(opposites(2_000)).into_iter().for_each(|pairs| check(pairs, METER));
    let mut pairs: [Pair; 4] = std::array::from_fn(|i| ordinary[i]);
    for (lane, bad) in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY].into_iter().enumerate() {
        pairs[lane][lane] = bad;
    }
    check(pairs, MILLIMETER);

    let one = |[lat1, lon1, lat2, lon2]: Pair| distance_km(lat1, lon1, lat2, lon2);
    let others = fours(self::pairs(2_000)).into_iter().flat_map(|pairs| {
        let (one, four) = (pairs.map(one), four_distances(pairs));
        (0..4).filter(move |&lane| one[lane] != four[lane])
    });
    let others = others.count();
    let what = text!(
        "distance_x4 by `wide`: {others} of 2000 distances differ from those of distance_km, if only in the last bit. Does any?",
        "distance_x4 con `wide`: {others} de 2000 distancias difieren de las de distance_km, aunque sea en el último bit. ¿Hay alguna?"
    );
    same(what, others > 0, true);
}

#[test]
fn the_simd_kernel_keeps_every_row_and_every_null() {
    let (name, kernel) = ("haversine_kernel_simd", haversine_kernel_simd as Kernel);
    for n in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1_001] {
        let of = text!("{n} rows", "{n} filas");
        check_kernel(name, kernel, &columns(&pairs(n)), &of);
    }
    check_nulls(name, kernel);

    let [lat1, lon1, lat2, lon2] = columns(&pairs(100));
    let found = haversine_kernel_simd(&lat1, &lon1, &lat2, &lon2);
    let four = |pair: Pair| four_distances([pair; 4])[0];
    let expected: Vec<f64> = pairs(100).into_iter().map(four).collect();
    let what = text!(
        "{name}: kilometers, to the last bit those of distance_x4",
        "{name}: kilómetros, hasta el último bit los de distance_x4"
    );
    close_rows(what, found.values(), &expected, 0.0);
}

/// Calls a function as the engine does, after planning.
fn invoke(udf: &ScalarUDF, args: Vec<ColumnarValue>, number_rows: usize) -> Result<ColumnarValue> {
    let field = |data_type| -> FieldRef { Arc::new(Field::new("field", data_type, true)) };
    udf.invoke_with_args(ScalarFunctionArgs {
        arg_fields: args.iter().map(|arg| field(arg.data_type())).collect(),
        args,
        number_rows,
        return_field: field(DataType::Float64),
        config_options: Arc::new(ConfigOptions::default()),
    })
}

fn both_functions() -> [ScalarUDF; 2] {
    [ScalarUDF::from(Haversine::new()), haversine_simple()]
}

/// Calls both functions with `columns`, but with row 0 of column `k` as a single value if bit `k` of
/// `singles` is set.
#[track_caller]
fn check_mixed(columns: &Columns, singles: usize, number_rows: usize) {
    let all_single = singles == 0b1111;
    let is_single = |k: usize| singles >> k & 1 == 1;
    let arg = |k: usize| {
        if is_single(k) {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&columns[k], 0).unwrap())
        } else {
            ColumnarValue::Array(Arc::new(columns[k].clone()))
        }
    };
    let rows = if all_single { 1 } else { columns[0].len() };
    let repeated = |k: usize| -> Float64Array {
        if is_single(k) {
            std::iter::repeat_n(columns[k].iter().next().unwrap(), rows).collect()
        } else {
            columns[k].clone()
        }
    };
    let expected = expected(&[0, 1, 2, 3].map(repeated));
    let kinds = [0, 1, 2, 3].map(|k| match (is_single(k), columns[k].is_null(0)) {
        (true, true) => "NULL",
        (true, false) => "value",
        (false, _) => "column",
    });
    for udf in both_functions() {
        let what = format!("{}({})", udf.name(), kinds.join(", "));
        let found = invoke(&udf, [0, 1, 2, 3].map(arg).to_vec(), number_rows);
        let found = found.unwrap_or_else(|error| panic!("{what}: {error}"));
        let single = text!(
            "{what}: is the result a single value",
            "{what}: si el resultado es un solo valor"
        );
        same(single, matches!(found, ColumnarValue::Scalar(_)), all_single);
        let found = found.into_array(1).unwrap();
        same(text!("{what}: type", "{what}: tipo"), found.data_type(), &DataType::Float64);
        check_distances(&what, found.as_primitive::<Float64Type>(), &expected);
    }
}

#[test]
fn columns_and_single_values_mix() {
    let whole = columns(&pairs(5));
    for singles in 0b0000..=0b1111 {
        check_mixed(&whole, singles, 5);
        for k in 0..4 {
            let mut columns = whole.clone();
            columns[k] = with_nulls(&whole[k], |row| row % 2 == 0);
            check_mixed(&columns, singles, 5);
        }
    }
    // Single values for a batch of one row and for one without rows.
    check_mixed(&whole, 0b1111, 1);
    check_mixed(&whole, 0b1111, 0);
    let no_rows: ArrayRef = Arc::new(Float64Array::from(vec![0.0; 0]));
    for udf in both_functions() {
        let args = vec![ColumnarValue::Array(Arc::clone(&no_rows)); 4];
        let found = invoke(&udf, args, 0).unwrap().into_array(0).unwrap();
        let name = udf.name();
        let what =
            text!("{name} of columns without rows: rows", "{name} de columnas sin filas: filas");
        same(what, found.len(), 0);
    }
}

/// A session that knows both functions and the table `numeros`: the first point of each pair in the
/// columns `lat` and `lon`, both of type `data_type`.
fn session_with(pairs: &[Pair], data_type: &DataType) -> SessionContext {
    let [lat, lon, ..] = columns(pairs).map(|column| cast(&column, data_type).unwrap());
    let batch = RecordBatch::try_from_iter([("lat", lat), ("lon", lon)]).unwrap();
    let ctx = SessionContext::new();
    ctx.register_batch("numeros", batch).unwrap();
    both_functions().into_iter().for_each(|udf| ctx.register_udf(udf));
    ctx
}

#[tokio::test]
async fn numbers_of_every_type_become_float64() {
    let pairs: Vec<Pair> = pairs(20).into_iter().map(|pair| pair.map(f64::trunc)).collect();
    let km = |pair: &Pair| Some(great_circle_km([pair[0], pair[1], 40.0, -4.0]));
    let expected: Vec<Option<f64>> = pairs.iter().map(km).collect();
    for data_type in [
        DataType::Int64,
        DataType::Int16,
        DataType::Float32,
        DataType::Decimal128(9, 3),
        DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Float64)),
    ] {
        let ctx = session_with(&pairs, &data_type);
        for name in ["haversine", "haversine_simple"] {
            let sql = format!("SELECT {name}(lat, lon, 40, -4) AS km FROM numeros");
            let what = text!("{name} of {data_type} columns", "{name} de columnas {data_type}");
            let batches = collect(&ctx, &sql).await;
            let batches = batches.unwrap_or_else(|error| panic!("{what}: {error}"));
            let found = only_column(&batches);
            check_distances(&what, found.as_primitive::<Float64Type>(), &expected);
        }
    }
}

async fn collect(ctx: &SessionContext, sql: &str) -> Result<Vec<RecordBatch>> {
    ctx.sql(sql).await?.collect().await
}

fn only_column(batches: &[RecordBatch]) -> ArrayRef {
    let batch = arrow::compute::concat_batches(&batches[0].schema(), batches).unwrap();
    batch.column(0).clone()
}

/// The logical plan of a query after the optimizer.
async fn optimized(ctx: &SessionContext, sql: &str) -> Result<LogicalPlan> {
    ctx.sql(sql).await?.into_optimized_plan()
}

#[tokio::test]
async fn what_is_no_number_is_refused_by_the_planner() {
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let of = |array: ArrayRef| RecordBatch::try_from_iter([("x", array)]).unwrap();
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["40.4", "abc"]));
    let ctx = session_with(&[], &DataType::Float64);
    ctx.register_batch("diccionarios", of(cast(&texts, &dictionary).unwrap())).unwrap();
    ctx.register_batch("textos", of(texts)).unwrap();
    ctx.register_batch("logicos", of(Arc::new(BooleanArray::from(vec![true])))).unwrap();
    for name in ["haversine", "haversine_simple"] {
        for sql in [
            format!("SELECT {name}('abc', 0.0, 0.0, 0.0)"),
            format!("SELECT {name}(0.0, 0.0, 0.0, true)"),
            format!("SELECT {name}(x, 0.0, 0.0, 0.0) FROM textos"),
            format!("SELECT {name}(0.0, x, 0.0, 0.0) FROM diccionarios"),
            format!("SELECT {name}(0.0, 0.0, x, 0.0) FROM logicos"),
            format!("SELECT {name}(lat, lon, lat) FROM numeros"),
            format!("SELECT {name}(lat, lon, lat, lon, lat) FROM numeros"),
            format!("SELECT {name}()"),
        ] {
            check_refused(&sql, optimized(&ctx, &sql).await);
        }
    }
}

/// Fails unless the planner refused the query.
#[track_caller]
fn check_refused(sql: &str, plan: Result<LogicalPlan>) {
    let message = match plan {
        Ok(plan) => text!(
            "the planner accepts a query that makes no sense: {sql}\n{plan}",
            "el planificador acepta una consulta sin sentido: {sql}\n{plan}"
        ),
        Err(error) => match error.find_root() {
            DataFusionError::Plan(_) => return,
            error => text!(
                "this query fails, but not with an error of the planner: {sql}\n{error}",
                "esta consulta falla, pero no con un error del planificador: {sql}\n{error}"
            ),
        },
    };
    panic!("{message}");
}

#[test]
fn wrong_arguments_are_an_error_and_not_a_panic() {
    let good = ColumnarValue::Array(Arc::new(Float64Array::from(vec![1.0, 2.0])));
    let with = |other: ColumnarValue| vec![good.clone(), good.clone(), other, good.clone()];
    let cases = [
        vec![good.clone(); 3],
        vec![good.clone(); 5],
        vec![ColumnarValue::Scalar(ScalarValue::from(1.0)); 3],
        vec![],
        with(ColumnarValue::Array(Arc::new(Int64Array::from(vec![1, 2])))),
        with(ColumnarValue::Array(Arc::new(StringArray::from(vec!["1.0", "2.0"])))),
        with(ColumnarValue::Scalar(ScalarValue::from("abc"))),
        with(ColumnarValue::Scalar(ScalarValue::from(true))),
        with(ColumnarValue::Array(Arc::new(Float64Array::from(vec![1.0, 2.0, 3.0])))),
    ];
    for args in cases {
        if let Ok(found) = haversine_values(&args) {
            let message = text!(
                "haversine_values accepts {args:?}\nand gives {found:?}",
                "haversine_values acepta {args:?}\ny da {found:?}"
            );
            panic!("{message}");
        }
    }
}

/// The student's function with a record of its calls.
#[derive(Debug)]
struct Recorded {
    inner: Haversine,
    calls: Calls,
}

impl PartialEq for Recorded {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl Eq for Recorded {}

impl Hash for Recorded {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.hash(state);
    }
}

impl ScalarUDFImpl for Recorded {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.inner.return_type(arg_types)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        self.calls.0.lock().unwrap().push(args.number_rows);
        self.inner.invoke_with_args(args)
    }

    fn is_strict(&self) -> bool {
        self.inner.is_strict()
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        self.inner.simplify(args, info)
    }
}

/// The number of rows that each call saw, in the order of the calls.
#[derive(Debug, Clone, Default)]
struct Calls(Arc<Mutex<Vec<usize>>>);

impl Calls {
    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn rows(&self) -> usize {
        self.0.lock().unwrap().iter().sum()
    }

    fn most_rows(&self) -> usize {
        self.0.lock().unwrap().iter().copied().max().unwrap_or_default()
    }
}

/// A session with the table `entregas`, and the calls of `haversine` that it will make.
fn recorded_session(rows: &[Entrega], batch_size: usize) -> (SessionContext, Calls) {
    let ctx = deliveries::session(rows, batch_size).unwrap();
    let calls = Calls::default();
    ctx.register_udf(ScalarUDF::from(Recorded { inner: Haversine::new(), calls: calls.clone() }));
    (ctx, calls)
}

#[tokio::test]
async fn calls_with_literals_are_computed_by_the_planner() {
    let (ctx, calls) = recorded_session(&entregas(1_000), 100);
    for pair in pairs(10) {
        let [lat1, lon1, lat2, lon2] = pair;
        let sql = format!("SELECT haversine({lat1}, {lon1}, {lat2}, {lon2}) AS km FROM entregas");
        check_absent(&ctx, "haversine(", &sql).await;
        let plan = optimized(&ctx, &sql).await.unwrap().display_indent().to_string();
        let what = text!("numbers in the plan of `{sql}`", "números en el plan de `{sql}`");
        close_rows(what, &literals(&plan), &[great_circle_km(pair)], MILLIMETER);

        let plan = ctx.sql(&sql).await.unwrap().create_physical_plan().await.unwrap();
        let planning = calls.count();
        physical_plan::collect(plan, ctx.task_ctx()).await.unwrap();
        let what = text!("calls while `{sql}` runs", "llamadas mientras se ejecuta `{sql}`");
        same(what, calls.count() - planning, 0);
    }
    // A quarter of the globe is more than 5 km, and null is not.
    let select = "SELECT id FROM entregas WHERE";
    check_absent(&ctx, "Filter", &format!("{select} haversine(0.0, 0.0, 0.0, 90.0) > 5")).await;
    check_absent(&ctx, "TableScan", &format!("{select} haversine(0.0, 0.0, NULL, 90.0) > 5")).await;

    ctx.register_udf(haversine_simple());
    let simple = "SELECT haversine_simple(0.0, 0.0, 0.0, 90.0) AS km FROM entregas";
    check_absent(&ctx, "haversine_simple(", simple).await;
}

/// Fails if `part` stands in the optimized plan of a query.
async fn check_absent(ctx: &SessionContext, part: &str, sql: &str) {
    let plan = optimized(ctx, sql).await.unwrap().display_indent().to_string();
    let message = text!(
        "`{part}` is still in the optimized plan of `{sql}`:\n{plan}",
        "`{part}` sigue en el plan optimizado de `{sql}`:\n{plan}"
    );
    assert!(!plan.contains(part), "{message}");
}

/// The numbers that a plan shows as `Float64(...)`.
fn literals(plan: &str) -> Vec<f64> {
    let parts = plan.split("Float64(").skip(1).filter_map(|part| part.split(')').next());
    parts.filter_map(|number| number.parse().ok()).collect()
}

const CALL: &str = "haversine(lat_origen, lon_origen, lat_destino, lon_destino)";

#[tokio::test]
async fn a_repeated_call_is_computed_once() {
    for sql in [
        format!("SELECT {CALL} AS km, {CALL} / 1.609344 AS miles FROM entregas"),
        format!("SELECT id FROM entregas WHERE {CALL} > 50 AND {CALL} < 100"),
    ] {
        let (ctx, calls) = recorded_session(&entregas(1_000), 100);
        collect(&ctx, &sql).await.unwrap();
        let what = text!(
            "distances computed for 1000 rows by `{sql}`",
            "distancias calculadas para 1000 filas por `{sql}`"
        );
        same(what, calls.rows(), 1_000);
    }
}

#[tokio::test]
async fn an_outer_join_becomes_an_inner_join() {
    let (ctx, _) = recorded_session(&entregas(10), 100);
    let sql = "SELECT a.id FROM entregas a LEFT JOIN entregas b ON a.id = b.id + 1 \
               WHERE haversine(a.lat_origen, a.lon_origen, b.lat_origen, b.lon_origen) < 100";
    check_absent(&ctx, "Left Join", sql).await;
}

/// The distance of each delivery, by the oracle; none for a lost destination.
fn oracle_km(rows: &[Entrega]) -> Vec<Option<f64>> {
    let km = |row: &Entrega| {
        let (from, to) = (row.origen, row.destino?);
        Some(great_circle_km([from.0, from.1, to.0, to.1]))
    };
    rows.iter().map(km).collect()
}

/// The rows of `long_deliveries`, by the oracle.
fn expected_deliveries(rows: &[Entrega], km: f64) -> Vec<Delivery> {
    let deliveries = rows.iter().zip(oracle_km(rows)).filter_map(|(row, distance)| {
        let distance_km = distance?;
        (distance_km > km).then_some(Delivery { id: row.id, distance_km })
    });
    let mut deliveries: Vec<Delivery> = deliveries.collect();
    deliveries.sort_by(|a, b| b.distance_km.total_cmp(&a.distance_km).then(a.id.cmp(&b.id)));
    deliveries
}

/// 500 deliveries in reverse order of `id`. 20 of them have a twin of the same distance, and 5 stay
/// where they are.
fn deliveries_with_twins() -> Vec<Entrega> {
    let mut rows = entregas(500);
    for i in 0..20 {
        rows[i] = Entrega { id: rows[i].id, ..rows[480 + i] };
    }
    for row in &mut rows[40..45] {
        row.destino = Some(row.origen);
    }
    rows.reverse();
    rows
}

#[tokio::test]
async fn long_deliveries_are_found_by_their_distance() {
    let rows = deliveries_with_twins();
    let all = expected_deliveries(&rows, f64::NEG_INFINITY);
    // Halfway between two deliveries, so that rounding moves none of them across.
    let below = |i: usize| {
        let mut pairs = all[i..].windows(2).map(|pair| [pair[0].distance_km, pair[1].distance_km]);
        let [upper, lower] = pairs.find(|[upper, lower]| upper - lower > 1e-3).unwrap();
        (upper + lower) / 2.0
    };
    for km in [f64::NEG_INFINITY, -1.0, 0.0, below(100), below(333), 1e9, f64::INFINITY] {
        let (ctx, calls) = recorded_session(&rows, 100);
        let query = long_deliveries(&ctx, km).await;
        let query = query.unwrap_or_else(|error| panic!("long_deliveries({km}): {error}"));
        let found = deliveries::read(query).await;
        let found = found.unwrap_or_else(|error| panic!("long_deliveries({km}): {error}"));
        let expected = expected_deliveries(&rows, km);
        let what =
            text!("`id` of the deliveries above {km} km", "`id` de las entregas de más de {km} km");
        let ids =
            |deliveries: &[Delivery]| -> Vec<i64> { deliveries.iter().map(|row| row.id).collect() };
        same_rows(what, &ids(&found), &ids(&expected));
        let what = text!("`distance_km` above {km} km", "`distance_km` de más de {km} km");
        let km_of = |deliveries: &[Delivery]| -> Vec<f64> {
            deliveries.iter().map(|row| row.distance_km).collect()
        };
        close_rows(what, &km_of(&found), &km_of(&expected), MILLIMETER);

        // Once for the filter, and once more for the rows that it keeps.
        let (most, computed) = (rows.len() + expected.len(), calls.rows());
        let message = text!(
            "long_deliveries({km}) computes {computed} distances for {most} rows",
            "long_deliveries({km}) calcula {computed} distancias para {most} filas"
        );
        assert!(computed <= most, "{message}");
    }
}

#[tokio::test]
async fn volatility_decides_when_a_function_is_called() {
    let rows = entregas(1_000);
    let folder = tempfile::tempdir().unwrap();
    let parquet = deliveries::parquet_session(&rows, 100, folder.path()).await.unwrap();
    for volatility in [Volatility::Immutable, Volatility::Stable, Volatility::Volatile] {
        let volatile = volatility == Volatility::Volatile;
        let (probe, calls) = volatility_probe(volatility);
        let ctx = deliveries::session(&rows, 100).unwrap();
        ctx.register_udf(probe.clone());
        parquet.register_udf(probe);

        let literal = "SELECT probe(2.5) AS x FROM entregas";
        let (planning, running) = count_calls(&ctx, literal, &calls).await.unwrap();
        let of = format!("{volatility:?}, `{literal}`");
        let what =
            text!("{of}: is it called while planning", "{of}: si hay llamadas al planificar");
        same(what, planning > 0, !volatile);
        let what = text!("{of}: calls for 10 batches", "{of}: llamadas para 10 lotes");
        same(what, running, if volatile { 10 } else { 0 });
        let values = only_column(&collect(&ctx, literal).await.unwrap());
        let values = values.as_primitive::<Float64Type>().values();
        same_rows(text!("{of}: values", "{of}: valores"), values, &[2.5; 1_000]);

        let twice = "SELECT probe(lat_origen) + probe(lat_origen) AS x FROM entregas";
        let (_, running) = count_calls(&ctx, twice, &calls).await.unwrap();
        let what = text!(
            "{volatility:?}, `{twice}`: calls for 10 batches",
            "{volatility:?}, `{twice}`: llamadas para 10 lotes"
        );
        same(what, running, if volatile { 20 } else { 10 });

        let filter = "SELECT id FROM entregas WHERE probe(lat_origen) > 40";
        let plan = optimized(&parquet, filter).await.unwrap().display_indent().to_string();
        let scan = plan.lines().find(|line| line.contains("TableScan")).unwrap_or_default();
        let what = text!(
            "{volatility:?}: is the filter in the scan of this plan\n{plan}\n",
            "{volatility:?}: si el filtro está en la lectura de este plan\n{plan}\n"
        );
        same(what, scan.contains("probe("), !volatile);
    }
}

#[tokio::test]
async fn every_batch_size_gives_the_same_bits() {
    let rows = entregas(500);
    let sql = format!("SELECT {CALL} AS km FROM entregas");
    let mut first: Option<Vec<RecordBatch>> = None;
    for batch_size in [1, 7, 8_192] {
        let (ctx, calls) = recorded_session(&rows, batch_size);
        let found = collect(&ctx, &sql).await.unwrap();
        let what = text!("rows in the largest call", "filas en la llamada más grande");
        same(what, calls.most_rows(), batch_size.min(500));
        let what = text!(
            "batches of {batch_size} rows against batches of 1 row",
            "lotes de {batch_size} filas frente a lotes de 1 fila"
        );
        same_batches(what, &found, first.get_or_insert_with(|| found.clone()));
    }
    let found = only_column(&first.unwrap());
    check_distances(CALL, found.as_primitive::<Float64Type>(), &oracle_km(&rows));
}
