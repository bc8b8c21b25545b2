use std::any::Any;
use std::f64::consts::PI;
use std::panic::{AssertUnwindSafe, catch_unwind};

use checks::{close, close_rows, same, same_rows, text};
use datasets::Stream;

use super::*;

fn seed() -> u64 {
    checks::seed(1632)
}

/// A dataset with `n` deliveries and no lost address.
fn dataset(n: u64) -> Dataset {
    Dataset { seed: seed(), ..Dataset::with_rows(10 * n) }
}

const ENGINES: [Engine; 2] = [Engine::InMemory, Engine::Streaming];

/// Tolerances in kilometers. Sine and cosine are right to about 2^-53, which the radius turns into less
/// than 1e-11 km; the arcsine keeps that within a quarter turn. Towards the antipodes it grows steep:
/// an error of 2^-52 in `h` becomes its square root there, some 2e-4 km. For points anywhere, 1e-6 km
/// leaves room for all pairs that lie farther than 20 m from being opposite, all but one in 10^11.
const NEAR: f64 = 1e-9;
const ANYWHERE: f64 = 1e-6;
const ANTIPODES: f64 = 1e-3;

/// The oracle: the angle between two unit vectors from their cross product and their dot product. It
/// shares no formula with the haversine, and is accurate at every distance.
fn vector_km(from: (f64, f64), to: (f64, f64)) -> f64 {
    let unit = |(lat, lon): (f64, f64)| {
        let (lat, lon) = (lat.to_radians(), lon.to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    };
    let ([a, b, c], [x, y, z]) = (unit(from), unit(to));
    let cross = [b * z - c * y, c * x - a * z, a * y - b * x];
    let sine = cross.iter().map(|part| part * part).sum::<f64>().sqrt();
    EARTH_RADIUS_KM * sine.atan2(a * x + b * y + c * z)
}

/// What a row must give.
fn expected([lat1, lon1, lat2, lon2]: Journey) -> Option<f64> {
    let (from, to) = ((lat1?, lon1?), (lat2?, lon2?));
    let possible = |lat: f64| lat.is_nan() || (-90.0..=90.0).contains(&lat);
    (possible(from.0) && possible(to.0)).then(|| vector_km(from, to))
}

/// `n` pairs of points a meter apart.
fn neighbors(n: u64) -> Vec<Journey> {
    let step = |[lat, lon, ..]: Journey| [lat, lon, lat.map(|lat| lat + 1e-5), lon];
    deliveries(&dataset(n)).into_iter().map(step).collect()
}

/// `n` points anywhere on the globe, in millionths of a degree.
fn points(n: u64, name: &str) -> Vec<(f64, f64)> {
    let stream = Stream::new(seed(), name);
    let degrees = |i, half: u64| (stream.below(i, 2 * half + 1) as f64 - half as f64) / 1e6;
    (0..n).map(|i| (degrees(2 * i, 90_000_000), degrees(2 * i + 1, 180_000_000))).collect()
}

/// `n` pairs of points anywhere on the globe.
fn world(n: u64) -> Vec<Journey> {
    let pairs = points(n, "from").into_iter().zip(points(n, "to"));
    pairs.map(|((lat1, lon1), (lat2, lon2))| [lat1, lon1, lat2, lon2].map(Some)).collect()
}

/// `n` pairs of points that lie opposite each other. For one pair in 25 or so, `h` is rounded to the next
/// number above 1.
fn antipodes(n: u64) -> Vec<Journey> {
    let opposite = |(lat, lon): (f64, f64)| [lat, lon, -lat, lon + 180.0].map(Some);
    points(n, "antipodes").into_iter().map(opposite).collect()
}

/// Runs a plan. A panic in a closure happens on a thread of Polars, whose words a test does not show, so
/// they are repeated here.
#[track_caller]
fn collect(plan: LazyFrame, engine: Engine) -> PolarsResult<DataFrame> {
    let run = || plan.collect_with_engine(engine).map(|result| result.unwrap_single());
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result,
        Err(panic) => {
            let reason = reason(&*panic);
            let message = text!(
                "a panic while the {engine} engine computed the expression: {reason}",
                "hubo un panic mientras el motor {engine} calculaba la expresión: {reason}"
            );
            panic!("{message}")
        }
    }
}

/// What a panic said.
fn reason(panic: &dyn Any) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// The values of a column of Float64.
#[track_caller]
fn floats(table: &DataFrame, column: &str) -> Vec<Option<f64>> {
    let values = table.column(column).unwrap();
    let what = text!("type of the column `{column}`", "tipo de la columna `{column}`");
    same(what, values.dtype(), &DataType::Float64);
    values.f64().unwrap().to_vec()
}

/// The distances of all rows by one of the [`VARIANTS`].
#[track_caller]
fn distances(table: &DataFrame, distance: Distance, engine: Engine) -> Vec<Option<f64>> {
    let plan = table.clone().lazy().with_column(km(distance));
    floats(&collect(plan, engine).expect("the query failed"), "km")
}

/// Compares values row by row: null with null, NaN with NaN, numbers with a tolerance.
#[track_caller]
fn check_rows(
    what: impl AsRef<str>,
    found: &[Option<f64>],
    expected: &[Option<f64>],
    tolerance: f64,
) {
    let what = what.as_ref();
    let kind = |value: &Option<f64>| value.map(f64::is_nan);
    let mut rows = found.iter().zip(expected);
    if let Some(row) = rows.position(|(found, expected)| kind(found) != kind(expected)) {
        let what =
            text!("{what}, row {row} (the first is 0)", "{what}, fila {row} (la primera es la 0)");
        same(what, found[row], expected[row]);
    }
    let numbers = |values: &[Option<f64>]| {
        values.iter().map(|value| value.unwrap_or_default()).collect::<Vec<f64>>()
    };
    close_rows(what, &numbers(found), &numbers(expected), tolerance);
}

/// Compares the distances of a variant with the oracle, in both engines.
#[track_caller]
fn check((name, distance): (&str, Distance), case: &str, journeys: &[Journey], tolerance: f64) {
    let table = table(journeys).unwrap();
    let expected: Vec<Option<f64>> = journeys.iter().map(|&journey| expected(journey)).collect();
    for engine in ENGINES {
        let found = distances(&table, distance, engine);
        let what = text!(
            "{name}, {case}, {engine} engine: kilometers",
            "{name}, {case}, motor {engine}: kilómetros"
        );
        check_rows(what, &found, &expected, tolerance);
    }
}

#[track_caller]
fn check_scalar(journey: [f64; 4], expected: Option<f64>, tolerance: f64) {
    let [lat1, lon1, lat2, lon2] = journey;
    let call = format!("haversine_scalar({lat1:?}, {lon1:?}, {lat2:?}, {lon2:?})");
    match (haversine_scalar(lat1, lon1, lat2, lon2), expected) {
        (Some(found), Some(expected)) => close(call, found, expected, tolerance),
        (found, expected) => same(call, found, expected),
    }
}

#[test]
fn scalar_agrees_with_vectors_on_the_sphere() {
    let quarter = EARTH_RADIUS_KM * PI / 2.0;
    check_scalar([40.4168, -3.7038, 40.4168, -3.7038], Some(0.0), NEAR);
    check_scalar([0.0, 0.0, 0.0, 90.0], Some(quarter), NEAR);
    check_scalar([90.0, 10.0, 0.0, -70.0], Some(quarter), NEAR);
    // All meridians meet at the pole, and 360 degrees are none.
    check_scalar([90.0, 0.0, 90.0, 123.0], Some(0.0), NEAR);
    check_scalar([12.0, 350.0, 12.0, -10.0], Some(0.0), NEAR);
    // Across the date line: 0.2 degrees, not 359.8.
    check_scalar([0.0, 179.9, 0.0, -179.9], Some(quarter * 0.2 / 90.0), NEAR);
    check_scalar([90.0, 0.0, -90.0, 0.0], Some(2.0 * quarter), ANTIPODES);
    check_scalar([0.0, 0.0, 0.0, 180.0], Some(2.0 * quarter), ANTIPODES);
    // A distance that is known to ten meters, so that the oracle is not alone.
    check_scalar([40.4, -3.7, 48.85, 2.35], Some(1053.73), 0.01);

    let near = deliveries(&dataset(300)).into_iter().chain(neighbors(300));
    let anywhere = world(500).into_iter().map(|journey| (journey, ANYWHERE));
    let opposite = antipodes(1_000).into_iter().map(|journey| (journey, ANTIPODES));
    for (journey, tolerance) in near.map(|journey| (journey, NEAR)).chain(anywhere).chain(opposite)
    {
        check_scalar(journey.map(Option::unwrap), expected(journey), tolerance);
    }
    check_triangles();
}

/// Both directions are the same distance, and no detour is a shortcut.
fn check_triangles() {
    let (a, b, c) = (points(300, "a"), points(300, "b"), points(300, "c"));
    for ((a, b), c) in a.into_iter().zip(b).zip(c) {
        let km = |from: (f64, f64), to: (f64, f64)| {
            haversine_scalar(from.0, from.1, to.0, to.1).unwrap_or(f64::NAN)
        };
        let (there, back) = (km(a, b), km(b, a));
        close(
            text!("from {b:?} to {a:?} and back", "de {b:?} a {a:?} y vuelta"),
            back,
            there,
            ANYWHERE,
        );
        let (direct, detour) = (km(a, c), there + km(b, c));
        let what = text!(
            "from {a:?} to {c:?}: {direct} km; by way of {b:?}: {detour} km, which is not less",
            "de {a:?} a {c:?}: {direct} km; pasando por {b:?}: {detour} km, que no es menos"
        );
        same(what, direct <= detour + ANYWHERE, true);
    }
}

#[test]
fn impossible_latitudes_have_no_distance_and_nan_stays_nan() {
    for lat in [90.000001, -90.000001, 91.0, -180.0, 1e300, f64::INFINITY, f64::NEG_INFINITY] {
        check_scalar([lat, 0.0, 0.0, 0.0], None, 0.0);
        check_scalar([0.0, 0.0, lat, 0.0], None, 0.0);
    }
    for i in 0..4 {
        let mut journey = [40.0, -3.0, 48.0, 2.0];
        journey[i] = f64::NAN;
        check_scalar(journey, Some(f64::NAN), 0.0);
    }
    // Far away on the number line, but an ordinary meridian.
    for turns in [-3.0, -1.0, 1.0, 2.0] {
        let journey = [40.0, -3.0 + 360.0 * turns, 48.0, 2.0].map(Some);
        check_scalar(journey.map(Option::unwrap), expected(journey), NEAR);
    }
}

/// A variant on complete data, and what else the query returns.
#[track_caller]
fn check_variant((name, distance): (&str, Distance)) {
    let near = text!("near points", "puntos cercanos");
    let mut journeys = deliveries(&dataset(200));
    journeys.extend(neighbors(200));
    check((name, distance), &near, &journeys, NEAR);
    check(
        (name, distance),
        &text!("points anywhere", "puntos cualesquiera"),
        &world(300),
        ANYWHERE,
    );
    check((name, distance), &text!("antipodes", "antípodas"), &antipodes(1_000), ANTIPODES);

    let table = table(&journeys).unwrap();
    let columns = |table: &DataFrame| -> Vec<String> {
        table.schema().iter().map(|(name, dtype)| format!("{name}: {dtype}")).collect()
    };
    let mut expected = columns(&table);
    expected.push("km: f64".to_owned());
    let found = collect(table.lazy().with_column(km(distance)), Engine::InMemory).unwrap();
    let what =
        text!("{name}: columns after `with_column`", "{name}: columnas después de `with_column`");
    same_rows(what, &columns(&found), &expected);
}

#[test]
fn native_agrees_with_the_oracle() {
    check_variant(VARIANTS[0]);
}

#[test]
fn closure_agrees_with_the_oracle() {
    check_variant(VARIANTS[1]);
}

#[test]
fn null_nan_and_impossible_latitudes_stay_apart() {
    let lost = deliveries(&Dataset::hostile(10_000, seed()));
    assert!(lost.iter().any(|journey| journey[2].is_none()));
    let odd = [None, Some(f64::NAN), Some(90.5), Some(-90.5), Some(f64::INFINITY)];
    let mut journeys = vec![];
    for &value in &odd {
        for i in 0..4 {
            let mut journey = [40.0, -3.0, 48.0, 2.0].map(Some);
            journey[i] = value;
            journeys.push(journey);
        }
    }
    journeys.push([None, Some(f64::NAN), Some(f64::NAN), Some(0.0)]);
    journeys.push([None; 4]);
    for variant in VARIANTS {
        check(variant, &text!("lost addresses", "direcciones perdidas"), &lost, NEAR);
        check(variant, &text!("odd values", "valores raros"), &journeys, NEAR);
        let (name, distance) = variant;
        let nowhere = distance(lit(40.0), lit(-3.0), lit(NULL), col(COORDINATES[3])).alias("km");
        let plan = table(&lost[..5]).unwrap().lazy().with_column(nowhere);
        let what = text!("{name} with `lit(NULL)`", "{name} con `lit(NULL)`");
        check_rows(what, &floats(&collect(plan, Engine::InMemory).unwrap(), "km"), &[None; 5], 0.0);
    }
}

#[test]
fn literals_count_for_every_row() {
    let journeys = deliveries(&dataset(7));
    let fixed = world(1)[0];
    let literals = [0b0001, 0b0010, 0b0100, 0b1000, 0b0011, 0b1100, 0b1111];
    for (name, distance) in VARIANTS {
        for (literal, rows) in literals.into_iter().flat_map(|i| [(i, 7), (i, 1), (i, 0)]) {
            let is_literal = |i: usize| literal >> i & 1 == 1;
            let input = |i: usize| {
                if is_literal(i) { lit(fixed[i].unwrap()) } else { col(COORDINATES[i]) }
            };
            let with_literals = |journey: &Journey| -> Journey {
                std::array::from_fn(|i| if is_literal(i) { fixed[i] } else { journey[i] })
            };
            let journeys = &journeys[..rows];
            let expected: Vec<_> = journeys.iter().map(|j| expected(with_literals(j))).collect();
            let inputs: Vec<usize> = (0..4).filter(|&i| is_literal(i)).collect();
            for engine in ENGINES {
                let km = distance(input(0), input(1), input(2), input(3)).alias("km");
                let plan = table(journeys).unwrap().lazy().with_column(km);
                let what = text!(
                    "{name}, {rows} rows, inputs {inputs:?} are literals (the first is 0), {engine} engine: kilometers",
                    "{name}, {rows} filas, las entradas {inputs:?} son literales (la primera es la 0), motor {engine}: kilómetros"
                );
                let found = collect(plan, engine).unwrap_or_else(|error| panic!("{what}: {error}"));
                check_rows(what, &floats(&found, "km"), &expected, ANYWHERE);
            }
        }
    }
}

#[test]
fn numbers_of_any_type_give_float64() {
    // Whole degrees, so that every type holds them exactly.
    let whole = |journey: Journey| journey.map(|degrees| degrees.map(f64::round));
    let journeys: Vec<Journey> = world(50).into_iter().map(whole).collect();
    let expected: Vec<Option<f64>> = journeys.iter().map(|&journey| expected(journey)).collect();
    let types = [DataType::Int64, DataType::Int32, DataType::Float32];
    for ((name, distance), dtype) in
        VARIANTS.into_iter().flat_map(|variant| types.clone().map(|dtype| (variant, dtype)))
    {
        let cast = COORDINATES.map(|name| col(name).cast(dtype.clone()));
        let table = table(&journeys).unwrap().lazy().with_columns(cast).collect().unwrap();
        let mut plan = table.lazy().with_column(km(distance));
        let schema = plan.collect_schema().unwrap();
        let what = text!(
            "{name} of {dtype}: type of the result according to the schema",
            "{name} de {dtype}: tipo del resultado según el esquema"
        );
        same(what, schema.get("km"), Some(&DataType::Float64));
        for engine in ENGINES {
            let found = collect(plan.clone(), engine).unwrap();
            let what = text!(
                "{name} of {dtype}, {engine} engine: kilometers",
                "{name} de {dtype}, motor {engine}: kilómetros"
            );
            check_rows(what, &floats(&found, "km"), &expected, ANYWHERE);
        }
    }
}

#[test]
fn text_that_is_no_number_is_an_error() {
    for ((name, distance), coordinate) in
        VARIANTS.into_iter().flat_map(|variant| COORDINATES.map(|name| (variant, name)))
    {
        let mut table = table(&deliveries(&dataset(3))).unwrap();
        table.with_column(Column::new(coordinate.into(), ["40.4168", "Madrid", "2"])).unwrap();
        let plan = table.lazy().with_column(km(distance));
        if let Ok(found) = collect(plan, Engine::InMemory) {
            let km = floats(&found, "km");
            let message = text!(
                "{name} took \"Madrid\" for a number in `{coordinate}`: {km:?}. Expected: an error",
                "{name} tomó \"Madrid\" por un número en `{coordinate}`: {km:?}. Se esperaba un error"
            );
            panic!("{message}");
        }
    }
}

#[test]
fn tables_in_pieces_give_the_same_distances() {
    let journeys = deliveries(&dataset(60));
    let piece = |from: usize, to: usize| table(&journeys[from..to]).unwrap();
    let pieces = [piece(10, 10), piece(10, 37), piece(37, 37), piece(37, 60)];
    let stacked = pieces.iter().fold(piece(0, 10), |all, piece| all.vstack(piece).unwrap());
    let whole = stacked.column("lat_destino").unwrap().as_materialized_series().rechunk();
    let mut uneven = stacked.clone();
    uneven.with_column(whole.into_column()).unwrap();
    let tables = [
        (text!("three chunks", "tres trozos"), &stacked, 0..60),
        (text!("one column in one chunk", "una columna en un solo trozo"), &uneven, 0..60),
        (text!("a slice", "una rebanada"), &stacked.slice(5, 40), 5..45),
        (text!("a single row", "una sola fila"), &stacked.slice(36, 1), 36..37),
        (text!("no rows", "ninguna fila"), &stacked.slice(20, 0), 20..20),
    ];
    for ((name, distance), (case, table, rows)) in
        VARIANTS.into_iter().flat_map(|variant| tables.clone().map(|table| (variant, table)))
    {
        let expected: Vec<Option<f64>> = journeys[rows].iter().map(|&row| expected(row)).collect();
        for engine in ENGINES {
            let what = text!(
                "{name}, {case}, {engine} engine: kilometers",
                "{name}, {case}, motor {engine}: kilómetros"
            );
            check_rows(what, &distances(table, distance, engine), &expected, NEAR);
        }
    }
}

#[test]
fn only_the_closure_is_opaque() {
    let table = table(&deliveries(&dataset(4))).unwrap();
    for ((name, distance), closure) in VARIANTS.into_iter().zip([false, true]) {
        let expression = km(distance);
        let is_closure = |node: &Expr| matches!(node, Expr::AnonymousFunction { .. });
        let found = expression.into_iter().any(is_closure);
        let what = text!(
            "{name}: is there a closure in {expression:?}",
            "{name}: ¿hay una clausura en {expression:?}?"
        );
        same(what, found, closure);
        let plan = table.clone().lazy().with_column(km(distance)).explain(true).unwrap();
        let what = text!(
            "{name}: does the plan show a sine?\n{plan}\n",
            "{name}: ¿se ve un seno en el plan?\n{plan}\n"
        );
        same(what, plan.contains(".sin()"), !closure);
    }
}

#[test]
fn filters_pass_below_and_unused_distances_vanish() {
    let table = table(&deliveries(&dataset(4))).unwrap();
    for (name, distance) in VARIANTS {
        let all = table.clone().lazy().with_column(km(distance));
        let zone = all.clone().filter(col("zona").eq(lit(1))).select([col("km")]);
        let plan = zone.explain(true).unwrap();
        let (km_at, filter_at) = (plan.find(".alias(\"km\")"), plan.find("FILTER"));
        let what = text!(
            "{name}: the filter on `zona` stands below the distance, and so runs first\n{plan}\n",
            "{name}: el filtro sobre `zona` está debajo de la distancia, así que va primero\n{plan}\n"
        );
        same(what, km_at.is_some() && filter_at > km_at, true);
        let plan = all.select([col("zona")]).explain(true).unwrap();
        let what = text!(
            "{name}: nobody asked for the distance, but it is computed\n{plan}\n",
            "{name}: nadie pidió la distancia y aun así se calcula\n{plan}\n"
        );
        same(what, plan.contains("km"), false);
    }
}

/// Rows for the streaming engine, which aims at parts of 100 000 rows: even with one thread there are
/// two.
const MANY: usize = 200_000;

/// Whole numbers that grow, with some nulls, so that every part of the column has another mean and all
/// sums are exact.
fn growing() -> Vec<Option<f64>> {
    let stream = Stream::new(seed(), "growing");
    let value = |i: u64| (i as f64 + stream.below(i, 1_000) as f64).floor();
    (0..MANY as u64).map(|i| (!stream.at(i).is_multiple_of(100)).then(|| value(i))).collect()
}

/// The oracle: sums of whole numbers below 2^53 are exact in any order, so one division and one
/// subtraction are all that is rounded: 1e-9 is far more than that for values below 10^6.
fn demeaned(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let present = || values.iter().flatten();
    let mean = present().sum::<f64>() / present().count() as f64;
    values.iter().map(|value| value.map(|value| value - mean)).collect()
}

const ROUNDING: f64 = 1e-9;

/// A plan with the rows `row`, `x` and `demeaned`.
fn demean_plan(demean: fn(Expr) -> Expr, values: &[Option<f64>], dtype: DataType) -> LazyFrame {
    let rows: Vec<i64> = (0..values.len() as i64).collect();
    let table = df!("row" => rows, "x" => values).unwrap().lazy();
    table.with_column(col("x").cast(dtype)).with_column(demean(col("x")).alias("demeaned"))
}

#[test]
fn demean_right_is_right_everywhere() {
    let values = growing();
    let expected = demeaned(&values);
    // Float32 and Int32 hold these numbers exactly, but not what is left of them without the mean.
    let types = [DataType::Float64, DataType::Float32, DataType::Int32];
    for (engine, dtype) in
        ENGINES.into_iter().flat_map(|engine| types.clone().map(|dtype| (engine, dtype)))
    {
        let plan = demean_plan(demean_right, &values, dtype.clone());
        let what = text!(
            "demean_right of {dtype}, {engine} engine",
            "demean_right de {dtype}, motor {engine}"
        );
        let found = collect(plan.clone(), engine).unwrap();
        check_rows(&what, &floats(&found, "demeaned"), &expected, ROUNDING);

        let few = collect(plan.filter(col("row").lt(lit(100))), engine).unwrap();
        let what = text!("{what}, the first 100 rows", "{what}, las primeras 100 filas");
        check_rows(what, &floats(&few, "demeaned"), &expected[..100], ROUNDING);
    }
}

#[test]
fn demean_wrong_breaks_its_promise() {
    let values = growing();
    let right = demeaned(&values);
    let plan = demean_plan(demean_wrong, &values, DataType::Float64);
    let whole = collect(plan.clone(), Engine::InMemory).unwrap();
    let what = text!(
        "demean_wrong, in memory: given the whole column, it looks right",
        "demean_wrong, en memoria: con la columna entera, parece correcta"
    );
    check_rows(what, &floats(&whole, "demeaned"), &right, ROUNDING);

    // Polars moves the filter below the closure, which then meets 100 rows.
    let few = collect(plan.clone().filter(col("row").lt(lit(100))), Engine::InMemory).unwrap();
    let what = text!(
        "demean_wrong, in memory, the first 100 rows: the mean is that of 100 rows",
        "demean_wrong, en memoria, las primeras 100 filas: la media es la de 100 filas"
    );
    check_rows(what, &floats(&few, "demeaned"), &demeaned(&values[..100]), ROUNDING);

    let parts = floats(&collect(plan, Engine::Streaming).unwrap(), "demeaned");
    let off = |(found, right): &(&Option<f64>, &Option<f64>)| {
        found.zip(**right).is_some_and(|(found, right)| (found - right).abs() > 1.0)
    };
    let wrong = parts.iter().zip(&right).filter(off).count();
    let what = text!(
        "demean_wrong, streaming: {wrong} of {MANY} rows are off by more than 1. Is any?",
        "demean_wrong, streaming: {wrong} de {MANY} filas se desvían en más de 1. ¿Hay alguna?"
    );
    same(what, wrong > 0, true);
}
