use std::collections::{BTreeMap, BTreeSet};

use checks::{same, same_rows, text};
use datasets::{Monto, REGIONS};
use tempfile::TempDir;

use super::*;

fn seed() -> u64 {
    checks::seed(1631)
}

/// A Parquet file that lives as long as the test.
struct TestFile {
    folder: TempDir,
}

impl TestFile {
    fn of_sales(sales: &[Venta]) -> Self {
        Self::of_table(sales::table(sales).unwrap())
    }

    fn of_table(mut table: DataFrame) -> Self {
        let folder = tempfile::tempdir().unwrap();
        sales::write_parquet(&mut table, &folder.path().join("ventas.parquet")).unwrap();
        Self { folder }
    }

    fn path(&self) -> String {
        self.folder.path().join("ventas.parquet").to_str().unwrap().to_owned()
    }
}

/// `n` sales in which nothing is missing: amounts are positive, negative or zero.
fn clean_sales(n: u64) -> Vec<Venta> {
    let ventas = Ventas::new(&Dataset { seed: seed(), ..Dataset::with_rows(n) });
    (0..n).map(|row| ventas.row(row)).collect()
}

/// Clean sales in which `damage` copies some fields from sales with nulls and NaN.
fn damaged_sales(n: u64, damage: fn(&mut Venta, &Venta)) -> Vec<Venta> {
    let hostile = Ventas::new(&Dataset::hostile(n, seed()));
    let mut sales = clean_sales(n);
    for (sale, row) in sales.iter_mut().zip(0..) {
        damage(sale, &hostile.row(row));
    }
    sales
}

/// A row of the result: region, revenue, unique users and average ticket.
type Row = (Option<String>, f64, u32, f64);

/// The oracle: adds cents as integers, so that its sums are exact.
fn expected(sales: &[Venta], min_amount: f64) -> Vec<Row> {
    let mut groups: BTreeMap<Option<&str>, (i128, u32, BTreeSet<i64>)> = BTreeMap::new();
    for sale in sales {
        let region = sale.region.map(|region| REGIONS[usize::from(region)]);
        if let (Some(cents), Some(value)) = (sale.monto.cents(), sale.monto.value())
            && value > min_amount
        {
            let group = groups.entry(region).or_default();
            group.0 += i128::from(cents);
            group.1 += 1;
            group.2.extend(sale.user_id);
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    // The sort is stable, and the map was in order of region: ties stay in that order.
    groups.sort_by_key(|(_, (cents, ..))| std::cmp::Reverse(*cents));
    let row = |(region, (cents, count, users)): (Option<&str>, (i128, u32, BTreeSet<i64>))| {
        let revenue = cents as f64 / 100.0;
        (region.map(str::to_owned), revenue, users.len() as u32, revenue / f64::from(count))
    };
    groups.into_iter().map(row).collect()
}

/// Reads the result row by row, after a look at its columns.
#[track_caller]
fn rows(table: &DataFrame) -> Vec<Row> {
    let found: Vec<String> =
        table.schema().iter().map(|(name, dtype)| format!("{name}: {dtype}")).collect();
    let columns = ["region: str", "revenue: f64", "unique_users: u32", "avg_ticket: f64"];
    let expected = columns.map(str::to_owned).to_vec();
    same_rows(text!("columns of the result", "columnas del resultado"), &found, &expected);
    let regions = table.column("region").unwrap().str().unwrap();
    let revenue = table.column("revenue").unwrap().f64().unwrap();
    let users = table.column("unique_users").unwrap().u32().unwrap();
    let tickets = table.column("avg_ticket").unwrap().f64().unwrap();
    let number = |value: Option<f64>| value.expect("a number, found null");
    (0..table.height())
        .map(|i| {
            let users = users.get(i).expect("a count, found null");
            let region = regions.get(i).map(str::to_owned);
            (region, number(revenue.get(i)), users, number(tickets.get(i)))
        })
        .collect()
}

/// Two floats may differ by one part in 10^9: adding fewer than 10^5 positive amounts in any order rounds
/// by less than 10^5 times 2^-53, about 10^-11 of the sum.
fn close(found: f64, expected: f64) -> bool {
    let both_nan = found.is_nan() && expected.is_nan();
    both_nan || found == expected || (found - expected).abs() <= 1e-9 * expected.abs()
}

/// A complaint about a function that took a file which it must refuse.
fn accepted(function: &str, columns: &str) -> String {
    text!(
        "`{function}` accepted a file with the wrong columns: {columns}",
        "`{function}` aceptó un archivo con las columnas mal: {columns}"
    )
}

/// Fails unless `part` stands in `text`.
#[track_caller]
fn check_contains(text: &str, part: &str) {
    let message =
        text!("no `{part}` in this text:\n{text}", "falta `{part}` en este texto:\n{text}");
    assert!(text.contains(part), "{message}");
}

/// Compares the answer of `revenue` with the oracle, row by row.
#[track_caller]
fn check(file: &TestFile, min_amount: f64, engine: Engine, expected: &[Row]) {
    let table = revenue(&file.path(), &RevenueQuery { min_amount, engine });
    let found = rows(&table.expect("`revenue` failed"));
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        let same = found.0 == expected.0
            && close(found.1, expected.1)
            && found.2 == expected.2
            && close(found.3, expected.3);
        let message = text!(
            "row {i}, sales above {min_amount}, {engine} engine\n\
             columns   region, revenue, unique_users, avg_ticket\n\
             expected  {expected:?}\n\
             found     {found:?}",
            "fila {i}, ventas de más de {min_amount}, motor {engine}\n\
             columnas     region, revenue, unique_users, avg_ticket\n\
             se esperaba  {expected:?}\n\
             se encontró  {found:?}"
        );
        assert!(same, "{message}");
    }
    same(text!("rows of the result", "filas del resultado"), found.len(), expected.len());
}

#[track_caller]
fn check_sales(sales: &[Venta], min_amount: f64) {
    let file = TestFile::of_sales(sales);
    check(&file, min_amount, Engine::InMemory, &expected(sales, min_amount));
}

#[test]
fn revenue_agrees_with_exact_sums() {
    for n in [1, 10, 20_000] {
        let sales = clean_sales(n);
        for min_amount in [0.0, -100.0, 12.34, sales[0].monto.value().unwrap()] {
            check_sales(&sales, min_amount);
        }
    }
}

#[test]
fn a_null_user_is_nobody() {
    check_sales(&damaged_sales(5_000, |sale, hostile| sale.user_id = hostile.user_id), 0.0);
    let mut anonymous = clean_sales(50);
    anonymous.iter_mut().for_each(|sale| sale.user_id = None);
    check_sales(&anonymous, 0.0);
}

#[test]
fn nan_amounts_do_not_spoil_the_revenue() {
    let sales = damaged_sales(5_000, |sale, hostile| {
        if hostile.monto == Monto::NaN {
            sale.monto = Monto::NaN;
        }
    });
    assert!(sales.iter().any(|sale| sale.monto == Monto::NaN));
    check_sales(&sales, 0.0);
    check_sales(&sales, f64::NEG_INFINITY);
}

#[test]
fn null_amounts_do_not_count() {
    let sales = damaged_sales(5_000, |sale, hostile| {
        if hostile.monto == Monto::Null {
            sale.monto = Monto::Null;
        }
    });
    assert!(sales.iter().any(|sale| sale.monto == Monto::Null));
    check_sales(&sales, 0.0);
    check_sales(&sales, -50.0);
}

#[test]
fn sales_without_region_are_a_group() {
    check_sales(&damaged_sales(5_000, |sale, hostile| sale.region = hostile.region), 0.0);
}

#[test]
fn a_file_without_rows_gives_a_table_without_rows() {
    check_sales(&[], 0.0);
    // Rows in the file, but none that counts.
    check_sales(&clean_sales(100), 1e9);
}

#[test]
fn equal_revenues_are_ordered_by_region() {
    // Amounts in quarters, so that equal revenues are equal to the last bit in any order.
    let region = |region: u8| {
        let sale = clean_sales(1)[0];
        let monto = |cents| Monto::Cents(cents + 100 * i64::from(region % 2));
        [25, 75, 150].map(|cents| Venta { region: Some(region), monto: monto(cents), ..sale })
    };
    let sales: Vec<Venta> = (0..8).rev().flat_map(region).collect();
    check_sales(&sales, 0.0);
}

#[test]
fn a_missing_column_fails_the_check_and_not_the_plan() {
    for missing in ["monto", "user_id", "region"] {
        let file =
            TestFile::of_table(sales::table(&clean_sales(10)).unwrap().drop(missing).unwrap());
        let query = RevenueQuery { min_amount: 0.0, engine: Engine::InMemory };
        let Err(error) = check_schema(&file.path(), &REQUIRED) else {
            panic!("{}", accepted("check_schema", &format!("- {missing}")));
        };
        let message = error.to_string();
        check_contains(&message, missing);
        assert!(
            revenue(&file.path(), &query).is_err(),
            "{}",
            accepted("revenue", &format!("- {missing}"))
        );
        let plan = revenue_plan(&file.path(), &query);
        let message = text!(
            "`revenue_plan` looked for `{missing}`: planning reads no schema",
            "`revenue_plan` buscó `{missing}`: al planificar no se lee ningún esquema"
        );
        assert!(plan.is_ok(), "{message}");
    }
}

#[test]
fn text_amounts_are_refused_with_both_types() {
    let table = sales::table(&clean_sales(10)).unwrap().lazy();
    let text = table.with_column(col("monto").cast(DataType::String)).collect().unwrap();
    let file = TestFile::of_table(text);
    let query = RevenueQuery { min_amount: 0.0, engine: Engine::InMemory };
    let from_check = check_schema(&file.path(), &REQUIRED);
    let from_revenue = revenue(&file.path(), &query).map(|_| ());
    for (name, result) in [("check_schema", from_check), ("revenue", from_revenue)] {
        let Err(error) = result else {
            panic!("{}", accepted(name, "monto: str"));
        };
        let message = error.to_string();
        for part in ["monto", "str", "f64"] {
            check_contains(&message, part);
        }
    }
    let other = [("fecha", DataType::Date), ("id", DataType::Int64)];
    check_schema(&file.path(), &other).unwrap_or_else(|error| {
        let message = text!(
            "columns that nobody asked for do not matter: {error}",
            "las columnas que nadie pidió no importan: {error}"
        );
        panic!("{message}")
    });
    let error = check_schema(&file.path(), &[("fecha", DataType::Int64)]);
    let message = text!(
        "a date is not a number, though it is stored as one",
        "una fecha no es un número, aunque se guarde como tal"
    );
    assert!(error.is_err(), "{message}");
}

#[test]
fn amounts_of_any_numeric_type_give_the_same_answer() {
    // Whole amounts, so that every type holds them exactly.
    let whole = |sale: Venta| Venta {
        monto: Monto::Cents(sale.monto.cents().unwrap() / 100 * 100),
        ..sale
    };
    let sales: Vec<Venta> = clean_sales(50_000).into_iter().map(whole).collect();
    let expected = expected(&sales, 3.5);
    for dtype in [DataType::Int64, DataType::Int32, DataType::Float32] {
        let table = sales::table(&sales).unwrap().lazy();
        let cast = table.with_column(col("monto").cast(dtype.clone()) * lit(1).cast(dtype));
        check(&TestFile::of_table(cast.collect().unwrap()), 3.5, Engine::InMemory, &expected);
    }
}

#[test]
fn dictionary_regions_are_the_same_groups() {
    let sales = clean_sales(2_000);
    let dictionary = DataType::from_categories(Categories::global());
    let table = sales::table(&sales).unwrap().lazy();
    let table = table.with_column(col("region").cast(dictionary)).collect().unwrap();
    check(&TestFile::of_table(table), 0.0, Engine::InMemory, &expected(&sales, 0.0));
}

#[test]
fn the_file_is_filtered_and_pruned_while_it_is_read() {
    let file = TestFile::of_sales(&clean_sales(100));
    let query = RevenueQuery { min_amount: 7.25, engine: Engine::InMemory };
    let (naive, optimized) = explain_both(&file.path(), &query).unwrap();
    for part in ["SELECTION: ", "PROJECT 3/5"] {
        let message = text!(
            "`{part}` in the plan as written:\n{naive}",
            "`{part}` en el plan tal como está escrito:\n{naive}"
        );
        assert!(!naive.contains(part), "{message}");
        check_contains(&optimized, part);
    }
    check_contains(&optimized, "7.25");
}

#[test]
fn both_engines_agree() {
    let sales = damaged_sales(20_000, |sale, hostile| *sale = *hostile);
    let file = TestFile::of_sales(&sales);
    let query = |engine| RevenueQuery { min_amount: 5.0, engine };
    let in_memory = rows(&revenue(&file.path(), &query(Engine::InMemory)).unwrap());
    check(&file, 5.0, Engine::Streaming, &in_memory);
    let clean = clean_sales(20_000);
    check(&TestFile::of_sales(&clean), 5.0, Engine::Streaming, &expected(&clean, 5.0));
}

#[test]
fn integer_average_keeps_its_fraction() {
    let stream = datasets::Stream::new(seed(), "averages");
    let random = (0..20).map(|i| (stream.below(2 * i, 2_001) as i64 - 1_000, 1 + i as i64));
    for (total, count) in
        [(7, 2), (-7, 2), (1, 3), (9, 3), (0, 5), (5, 0), (-5, 0)].into_iter().chain(random)
    {
        let found = integer_average(total, count).unwrap();
        // One division of small integers is correctly rounded: no tolerance.
        let expected = total as f64 / count as f64;
        same(text!("{total} by {count}", "{total} entre {count}"), found, expected);
    }
    let nothing = integer_average(0, 0).unwrap();
    same(text!("0 by 0 is NaN: {nothing}", "0 entre 0 es NaN: {nothing}"), nothing.is_nan(), true);
}
