use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use arrow::array::{ArrayRef, AsArray, Int64Array, StringArray};
use arrow::datatypes::{DataType, Int64Type, SchemaRef};
use checks::{close_rows, same, same_rows, text};
use checks_arrow::same_batches;
use datafusion::catalog::streaming::StreamingTable;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryLimit, MemoryPool};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::memory::MemoryStream;
use datafusion::physical_plan::streaming::PartitionStream;
use datasets::{Cliente, LAST_DAY, Monto, REGIONS, Venta};
use object_store::ObjectStoreExt;
use object_store::memory::InMemory;
use parquet::file::reader::{FileReader, SerializedFileReader};
use tempfile::TempDir;

use super::*;

fn seed() -> u64 {
    checks::seed(1641)
}

/// Sales and the customers who are on file.
struct Data {
    sales: Vec<Venta>,
    customers: Vec<Cliente>,
}

/// `n` sales in which nothing is missing and whose customers are all on file, once.
fn clean(n: u64) -> Data {
    let dataset = Dataset { seed: seed(), ..Dataset::with_rows(n) };
    let customers = tables::all_customers(&dataset);
    let on_file: BTreeSet<i64> = customers.iter().map(|customer| customer.id).collect();
    let known = |sale: &Venta| sale.user_id.is_some_and(|user| on_file.contains(&user));
    let sales = tables::all_sales(&dataset).into_iter().filter(known).collect();
    Data { sales, customers }
}

/// Clean data in which `damage` copies some fields from sales with nulls and NaN.
fn damaged(n: u64, damage: fn(&mut Venta, &Venta)) -> Data {
    let hostile = tables::all_sales(&Dataset::hostile(n, seed()));
    let mut data = clean(n);
    data.sales.iter_mut().zip(&hostile).for_each(|(sale, hostile)| damage(sale, hostile));
    data
}

/// The oracle: adds cents as integers, so that its sums are exact.
fn expected(data: &Data, since: i32) -> Vec<RegionRevenue> {
    let mut region_of: BTreeMap<i64, &str> = BTreeMap::new();
    for customer in &data.customers {
        let region = REGIONS[usize::from(customer.region)];
        let first = region_of.entry(customer.id).or_insert(region);
        *first = region.min(*first);
    }
    let mut groups: BTreeMap<(bool, &str), (i128, u32, BTreeSet<i64>)> = BTreeMap::new();
    for sale in data.sales.iter().filter(|sale| sale.fecha >= since) {
        let region = sale.user_id.and_then(|user| region_of.get(&user));
        if let Some(cents) = sale.monto.cents().filter(|&cents| cents > 0) {
            // No region comes after all regions.
            let key = (region.is_none(), region.copied().unwrap_or_default());
            let group = groups.entry(key).or_default();
            group.0 += i128::from(cents);
            group.1 += 1;
            group.2.extend(sale.user_id);
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    // The sort is stable, and the map was in order of region: ties stay in that order.
    groups.sort_by_key(|(_, (cents, ..))| Reverse(*cents));
    let row =
        |((is_none, region), (cents, count, users)): ((bool, &str), (i128, u32, BTreeSet<_>))| {
            let revenue = cents as f64 / 100.0;
            RegionRevenue {
                region: (!is_none).then(|| region.to_owned()),
                revenue,
                unique_users: users.len() as i64,
                avg_ticket: revenue / f64::from(count),
            }
        };
    groups.into_iter().map(row).collect()
}

/// A hundredth of a cent. The sums hold fewer than 10^4 amounts below 2000, so that adding them in any
/// order rounds by less than 10^4 times 2^-53 times 2 * 10^7, about 2 * 10^-5.
const TOLERANCE: f64 = 1e-4;

#[track_caller]
fn same_revenues(what: &str, found: &[RegionRevenue], expected: &[RegionRevenue]) {
    let keys = |rows: &[RegionRevenue]| -> Vec<(Option<String>, i64)> {
        rows.iter().map(|row| (row.region.clone(), row.unique_users)).collect()
    };
    let of = text!("{what}: region and unique users", "{what}: región y usuarios distintos");
    same_rows(of, &keys(found), &keys(expected));
    for column in ["revenue", "avg_ticket"] {
        let value = |row: &RegionRevenue| match column {
            "revenue" => row.revenue,
            _ => row.avg_ticket,
        };
        let values = |rows: &[RegionRevenue]| -> Vec<f64> { rows.iter().map(value).collect() };
        let of = text!("{what}: column `{column}`", "{what}: columna `{column}`");
        close_rows(of, &values(found), &values(expected), TOLERANCE);
    }
}

/// A session over Parquet files that live as long as this value.
struct Open {
    ctx: SessionContext,
    folder: TempDir,
}

/// Writes both tables, the sales in row groups of 500 rows, and registers them.
async fn open(config: &EngineConfig, sales: &RecordBatch, customers: &RecordBatch) -> Open {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, table: &RecordBatch| {
        let path = folder.path().join(name);
        fs::write(&path, tables::parquet(table, 500).unwrap()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (sales, customers) = (write("ventas.parquet", sales), write("clientes.parquet", customers));
    let ctx = session(config).unwrap();
    register_sources(&ctx, &sales, &customers).await.unwrap();
    Open { ctx, folder }
}

async fn open_data(config: &EngineConfig, data: &Data) -> Open {
    let sales = tables::sales(&data.sales).unwrap();
    let customers = tables::customers(&data.customers).unwrap();
    open(config, &sales, &customers).await
}

/// Compares the revenue of `data` since a day with the oracle.
async fn check_revenue(what: &str, config: &EngineConfig, data: &Data, since: i32) {
    let open = open_data(config, data).await;
    let found = revenue_by_region(&open.ctx, since).await.unwrap();
    same_revenues(what, &found, &expected(data, since));
}

/// The table with `column` in place of the one called `name`.
fn with_column(table: &RecordBatch, name: &str, column: ArrayRef) -> RecordBatch {
    let schema = table.schema();
    let columns = schema.fields().iter().zip(table.columns()).map(|(field, old)| {
        let new = if field.name() == name { &column } else { old };
        (field.name().as_str(), Arc::clone(new), true)
    });
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

/// The table with the column `name` as another type.
fn cast(table: &RecordBatch, name: &str, data_type: &DataType) -> RecordBatch {
    let column = arrow::compute::cast(table.column_by_name(name).unwrap(), data_type).unwrap();
    with_column(table, name, column)
}

#[test]
fn the_session_follows_its_configuration() {
    let first = EngineConfig {
        partitions: 1,
        batch_rows: 1,
        pushdown_filters: true,
        prefer_hash_join: false,
        memory_limit_bytes: None,
    };
    let second = EngineConfig {
        partitions: 7,
        batch_rows: 100,
        pushdown_filters: false,
        prefer_hash_join: true,
        memory_limit_bytes: Some(3 << 20),
    };
    for config in [first, second] {
        let ctx = session(&config).unwrap();
        let settings = ctx.copied_config();
        let options = settings.options();
        let limit = match ctx.runtime_env().memory_pool.memory_limit() {
            MemoryLimit::Finite(bytes) => Some(bytes),
            _ => None,
        };
        let found = EngineConfig {
            partitions: settings.target_partitions(),
            batch_rows: settings.batch_size(),
            pushdown_filters: options.execution.parquet.pushdown_filters,
            prefer_hash_join: options.optimizer.prefer_hash_join,
            memory_limit_bytes: limit,
        };
        let what = text!("settings of the session", "ajustes de la sesión");
        same(what, format!("{found:?}"), format!("{config:?}"));
        if let Some(limit) = config.memory_limit_bytes {
            let what = text!(
                "bytes that a sort sets aside for merging, of {limit}",
                "bytes que una ordenación aparta para mezclar, de {limit}"
            );
            same(what, options.execution.sort_spill_reservation_bytes, limit / 128);
            check_shares(&ctx.runtime_env().memory_pool, limit);
            check_names(&ctx.runtime_env().memory_pool, limit);
        }
    }
}

/// Fails unless each of two operators that can spill may have half of the limit and no more.
#[track_caller]
fn check_shares(pool: &Arc<dyn MemoryPool>, limit: usize) {
    let operator = |name| MemoryConsumer::new(name).with_can_spill(true).register(pool);
    let (first, second) = (operator("first"), operator("second"));
    let grown = [(&first, limit / 2), (&first, 1), (&second, limit / 2), (&second, 1)]
        .map(|(operator, bytes)| operator.try_grow(bytes).is_ok());
    let what = text!(
        "two operators that can spill, one after the other: may it take half of the memory, and one byte more",
        "dos operadores que pueden volcar a disco, uno tras otro: si puede tomar la mitad de la memoria, y un byte más"
    );
    same(what, grown, [true, false, true, false]);
}

/// Fails unless the error of an operator that gets no more memory names the 5 that hold most.
#[track_caller]
fn check_names(pool: &Arc<dyn MemoryPool>, limit: usize) {
    let name = |i: usize| format!("operator_{i}");
    let operator = |i| MemoryConsumer::new(name(i)).with_can_spill(true).register(pool);
    let operators: Vec<_> = (1..=7).map(operator).collect();
    for (i, operator) in operators.iter().enumerate() {
        operator.try_grow((i + 1) * 1_000).unwrap();
    }
    let message = operators[6].try_grow(limit).unwrap_err().to_string();
    let named: Vec<usize> = (1..=7).filter(|&i| message.contains(&name(i))).collect();
    let what = text!(
        "seven operators hold 1000 to 7000 bytes; those that this error names: {message}\n",
        "siete operadores tienen de 1000 a 7000 bytes; los que nombra este error: {message}\n"
    );
    same(what, named, vec![3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn revenue_agrees_with_exact_sums() {
    let data = clean(4_000);
    // The day of a sale: it counts, as do all later ones.
    let some_day = data.sales[7].fecha;
    let variants = [(0, 1, 8_192), (some_day, 2, 100), (LAST_DAY + 1, 7, 8_192)];
    for (since, partitions, batch_rows) in variants {
        let config = EngineConfig { partitions, batch_rows, ..EngineConfig::default() };
        let what = text!(
            "clean sales since day {since}, {partitions} partitions, {batch_rows} rows per batch",
            "ventas limpias desde el día {since}, {partitions} particiones, {batch_rows} filas por lote"
        );
        check_revenue(&what, &config, &data, since).await;
    }
    let customers = tables::customers(&data.customers).unwrap();
    let sales = tables::sales(&data.sales).unwrap().project(&[0, 1, 2, 3]).unwrap();
    let open = open(&EngineConfig::default(), &sales, &customers).await;
    let what = text!(
        "a plan over sales without the column `monto`: is it an error?",
        "un plan sobre ventas sin la columna `monto`: ¿es un error?"
    );
    same(what, revenue_plan(&open.ctx, 0).await.is_err(), true);
}

/// A customer of each region, user number 8, who is not on file, and three equal sales of each user:
/// the revenues are equal to the last bit.
fn equal_sales(users: u8) -> Data {
    let any = clean(100).sales[0];
    let customer = |id| Cliente { id: i64::from(id), region: id, segmento: 0 };
    let sale = |user| Venta { user_id: Some(i64::from(user)), monto: Monto::Cents(75), ..any };
    let customers = (0..8).rev().map(customer).collect();
    let sales = (0..users).chain(0..users).chain(0..users).map(sale).collect();
    Data { sales, customers }
}

#[tokio::test]
async fn equal_revenues_are_ordered_by_region() {
    let config = EngineConfig { partitions: 7, batch_rows: 1, ..EngineConfig::default() };
    let what = text!("regions with equal revenue", "regiones con los mismos ingresos");
    check_revenue(&what, &config, &equal_sales(8), 0).await;
}

#[tokio::test]
async fn sales_of_unknown_customers_are_a_group() {
    let config = EngineConfig::default();
    // One user in twenty is not on file.
    let sales = tables::all_sales(&Dataset { seed: seed(), ..Dataset::with_rows(4_000) });
    let data = Data { sales, ..clean(4_000) };
    let what = text!("some users are not on file", "hay usuarios sin ficha");
    check_revenue(&what, &config, &data, 0).await;

    let data = damaged(2_000, |sale, hostile| sale.user_id = hostile.user_id);
    let what = text!("some sales have no user", "hay ventas sin usuario");
    check_revenue(&what, &config, &data, 0).await;

    let mut data = clean(2_000);
    let has_region = |customer: &Cliente| customer.id % 4 != 0;
    let region =
        |customer: &Cliente| has_region(customer).then(|| REGIONS[usize::from(customer.region)]);
    let regions: StringArray = data.customers.iter().map(region).collect();
    let customers = tables::customers(&data.customers).unwrap();
    let customers = with_column(&customers, "region", Arc::new(regions));
    let open = open(&config, &tables::sales(&data.sales).unwrap(), &customers).await;
    let found = revenue_by_region(&open.ctx, 0).await.unwrap();
    data.customers.retain(has_region);
    let what = text!("some customers have no region", "hay clientes sin región");
    same_revenues(&what, &found, &expected(&data, 0));

    let what =
        text!("equal revenue with and without region", "los mismos ingresos con y sin región");
    check_revenue(&what, &config, &equal_sales(9), 0).await;
}

#[tokio::test]
async fn customers_listed_twice_do_not_double_the_revenue() {
    let mut data = clean(4_000);
    let same_region = data.customers.iter().step_by(5).copied();
    let other_region = data.customers.iter().step_by(3).map(|customer| Cliente {
        region: (customer.region + 3) % 8,
        segmento: (customer.segmento + 1) % 3,
        ..*customer
    });
    let again: Vec<Cliente> = same_region.chain(other_region).collect();
    data.customers.extend(again);
    let what = text!(
        "some customers are on file twice or three times",
        "hay clientes con dos o tres fichas"
    );
    check_revenue(&what, &EngineConfig::default(), &data, 0).await;
}

#[tokio::test]
async fn null_and_nan_amounts_do_not_count() {
    let data = damaged(3_000, |sale, hostile| {
        if hostile.monto.cents().is_none() {
            sale.monto = hostile.monto;
        }
    });
    for bad in [Monto::Null, Monto::NaN] {
        assert!(data.sales.iter().any(|sale| sale.monto == bad));
    }
    let what = text!("some amounts are null or NaN", "hay importes nulos o NaN");
    check_revenue(&what, &EngineConfig::default(), &data, 0).await;
}

#[tokio::test]
async fn amounts_and_regions_of_any_type_give_the_same_answer() {
    let mut data = clean(2_000);
    // Whole amounts, so that every type holds them exactly.
    for sale in &mut data.sales {
        sale.monto = Monto::Cents(sale.monto.cents().unwrap() / 100 * 100);
    }
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let customers = cast(&tables::customers(&data.customers).unwrap(), "region", &dictionary);
    let sales = cast(&tables::sales(&data.sales).unwrap(), "region", &dictionary);
    for amounts in [DataType::Int32, DataType::Decimal128(12, 2), DataType::Utf8] {
        let sales = cast(&sales, "monto", &amounts);
        let open = open(&EngineConfig::default(), &sales, &customers).await;
        let found = revenue_by_region(&open.ctx, 0).await.unwrap();
        let what = text!(
            "`monto` is {amounts}, `region` is a dictionary",
            "`monto` es {amounts}, `region` es un diccionario"
        );
        same_revenues(&what, &found, &expected(&data, 0));
    }
}

#[tokio::test]
async fn the_largest_sales_come_first_and_null_last() {
    let sales = tables::all_sales(&Dataset::hostile(3_000, seed()));
    let open = open_data(&EngineConfig::default(), &Data { sales, customers: vec![] }).await;
    let sales = tables::all_sales(&Dataset::hostile(3_000, seed()));
    for region in [0, 5] {
        let of_region = |sale: &&Venta| sale.region == Some(region) && sale.monto != Monto::NaN;
        let mut expected: Vec<Venta> = sales.iter().filter(of_region).copied().collect();
        // `None` is below every amount.
        expected.sort_by_key(|sale| (Reverse(sale.monto.cents()), sale.id));
        let expected = expected.iter().map(|sale| Sale { id: sale.id, monto: sale.monto.value() });
        let expected: Vec<Sale> = expected.collect();
        let region = REGIONS[usize::from(region)];
        for limit in [0, 1, 10, expected.len() - 1, expected.len() + 10] {
            let found = largest_sales(&open.ctx, region, limit).await.unwrap();
            let what = text!(
                "the {limit} largest sales of {region}",
                "las {limit} ventas mayores de {region}"
            );
            same_rows(what, &found, &expected[..limit.min(expected.len())]);
        }
    }
}

#[tokio::test]
async fn a_region_is_a_value_and_never_sql() {
    let present = ["norte", "L'Hospitalet", "$2", "norte' --", "n\"orte", "%"];
    let sales = clean(600).sales;
    let names: StringArray = present.iter().cycle().take(sales.len()).map(Some).collect();
    let table = with_column(&tables::sales(&sales).unwrap(), "region", Arc::new(names));
    let customers = tables::customers(&[]).unwrap();
    let open = open(&EngineConfig::default(), &table, &customers).await;
    let absent = ["' OR 1=1 --", "x' OR 'a'='a", "NORTE", "", "n%"];
    for region in absent.into_iter().chain(present) {
        let of_region =
            sales.iter().zip(present.iter().cycle()).filter(|(_, name)| **name == region);
        let mut expected: Vec<i64> = of_region.map(|(sale, _)| sale.id).collect();
        expected.sort_unstable();
        let found = largest_sales(&open.ctx, region, 1_000).await;
        let mut found = found.map(|rows| rows.iter().map(|row| row.id).collect::<Vec<i64>>());
        if let Ok(ids) = &mut found {
            ids.sort_unstable();
        }
        let what = text!("ids of the region {region:?}", "ids de la región {region:?}");
        same(what, found.map_err(|error| error.to_string()), Ok(expected));
    }
}

/// Splits the sales into a folder of files that differ in their columns. Returns names and contents.
fn folder_of_files(data: &Data) -> Vec<(&'static str, Vec<u8>)> {
    let sales = tables::sales(&data.sales).unwrap();
    let half = sales.num_rows() / 2;
    let first = sales.slice(0, half);
    let reversed = sales.slice(half, sales.num_rows() - half).project(&[4, 3, 2, 1, 0]).unwrap();
    let notes: StringArray = (0..reversed.num_rows()).map(|_| Some("?")).collect();
    let mut columns: Vec<(String, ArrayRef)> = vec![("nota".to_owned(), Arc::new(notes))];
    for (field, column) in reversed.schema().fields().iter().zip(reversed.columns()) {
        columns.push((field.name().clone(), Arc::clone(column)));
    }
    let second = RecordBatch::try_from_iter(columns).unwrap();
    let empty = sales.slice(0, 0);
    let customers = tables::customers(&data.customers).unwrap();
    let file = |table: &RecordBatch| tables::parquet(table, 500).unwrap();
    vec![
        ("ventas/1.parquet", file(&first)),
        ("ventas/2.parquet", file(&second)),
        ("ventas/3.parquet", file(&empty)),
        ("clientes.parquet", file(&customers)),
    ]
}

#[tokio::test]
async fn a_bucket_is_read_like_a_folder() {
    let data = clean(2_000);
    let store = Arc::new(InMemory::new());
    for (name, content) in folder_of_files(&data) {
        store.put(&format!("tienda/{name}").into(), content.into()).await.unwrap();
    }
    let ctx = session(&EngineConfig::default()).unwrap();
    attach_bucket(&ctx, "almacen", store.clone()).unwrap();
    let (sales, customers) =
        ("s3://almacen/tienda/ventas/", "s3://almacen/tienda/clientes.parquet");
    register_sources(&ctx, sales, customers).await.unwrap();
    let found = revenue_by_region(&ctx, 0).await.unwrap();
    let what = text!("three files below {sales}", "tres archivos por debajo de {sales}");
    same_revenues(&what, &found, &expected(&data, 0));

    let bucket = "a/b";
    let refused = attach_bucket(&ctx, bucket, store).is_err();
    let what =
        text!("no bucket is called `{bucket}`: error", "ningún bucket se llama `{bucket}`: error");
    same(what, refused, true);
}

#[tokio::test]
async fn the_same_sql_works_on_s3() {
    let endpoint = match Endpoint::find() {
        Ok(endpoint) => endpoint,
        Err(reason) => return checks::not_run(reason),
    };
    let data = clean(1_000);
    let files = folder_of_files(&data);
    for (name, content) in &files {
        endpoint.put(name, content.clone()).await.unwrap();
    }
    let ctx = session(&EngineConfig::default()).unwrap();
    attach_bucket(&ctx, &endpoint.bucket, Arc::clone(&endpoint.store)).unwrap();
    let (sales, customers) = (endpoint.url("ventas/"), endpoint.url("clientes.parquet"));
    register_sources(&ctx, &sales, &customers).await.unwrap();
    let found = revenue_by_region(&ctx, 0).await.unwrap();
    for (name, _) in &files {
        endpoint.delete(name).await.unwrap();
    }
    same_revenues("S3", &found, &expected(&data, 0));
}

/// A table that counts how often it is read.
#[derive(Debug)]
struct Counted {
    schema: SchemaRef,
    table: RecordBatch,
    reads: AtomicUsize,
}

impl PartitionStream for Counted {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        self.reads.fetch_add(1, Relaxed);
        let schema = Arc::clone(&self.schema);
        Box::pin(MemoryStream::try_new(vec![self.table.clone()], schema, None).unwrap())
    }
}

/// Runs a query over 100 sales, and returns it with its source and the rows that it should give.
async fn run_counted() -> (Run, Arc<Counted>, RecordBatch) {
    let table = tables::sales(&clean(200).sales[..100]).unwrap();
    let counted = Counted { schema: table.schema(), table, reads: AtomicUsize::new(0) };
    let counted = Arc::new(counted);
    let stream: Arc<dyn PartitionStream> = counted.clone();
    let source = StreamingTable::try_new(counted.table.schema(), vec![stream]).unwrap();
    let ctx = session(&EngineConfig::default()).unwrap();
    ctx.register_table("ventas", Arc::new(source)).unwrap();
    let query = ctx.sql("SELECT id FROM ventas ORDER BY id DESC LIMIT 40").await.unwrap();
    let run = run(query).await.unwrap();

    let mut ids: Vec<i64> = counted.table.column(0).as_primitive::<Int64Type>().values().to_vec();
    ids.sort_unstable_by_key(|&id| Reverse(id));
    let ids: ArrayRef = Arc::new(Int64Array::from(ids[..40].to_vec()));
    (run, counted, RecordBatch::try_from_iter([("id", ids)]).unwrap())
}

#[tokio::test]
async fn a_query_runs_once() {
    let (run, source, expected) = run_counted().await;
    same_batches(text!("rows of the query", "filas de la consulta"), &run.batches, &[expected]);
    let what =
        text!("how often one `run` reads its table", "cuántas veces lee su tabla un solo `run`");
    same(what, source.reads.load(Relaxed), 1);
}

#[tokio::test]
async fn the_plan_that_ran_is_kept() {
    let (run, _, expected) = run_counted().await;
    let rows = run.plan.metrics().and_then(|metrics| metrics.output_rows());
    let name = run.plan.name();
    let what = text!(
        "rows that `{name}`, the last operator of the plan, has counted",
        "filas que ha contado `{name}`, el último operador del plan"
    );
    same(what, rows, Some(expected.num_rows()));
}

/// A plan for it ends in a sort, so that its filter stands below. 2024-06-01 is day 19 875.
const FILTER: &str = "SELECT user_id FROM ventas WHERE monto > 200 AND fecha >= DATE '2024-06-01' \
                      ORDER BY user_id";

fn passes_filter(sale: &Venta) -> bool {
    sale.monto.cents().is_some_and(|cents| cents > 20_000) && sale.fecha >= 19_875
}

/// Sales in ten row groups, ordered by date or shuffled.
fn ten_groups(sorted: bool) -> Vec<Venta> {
    tables::all_sales(&Dataset { seed: seed(), sorted, ..Dataset::with_rows(5_000) })
}

/// The row groups that statistics cannot exclude: their highest date and amount are high enough.
fn matched_groups(sales: &[Venta]) -> Vec<&[Venta]> {
    let may_pass = |group: &&[Venta]| {
        let date = group.iter().map(|sale| sale.fecha).max();
        let cents = group.iter().filter_map(|sale| sale.monto.cents()).max();
        date >= Some(19_875) && cents > Some(20_000)
    };
    sales.chunks(500).filter(may_pass).collect()
}

async fn report_of_filter(pushdown_filters: bool, sales: &[Venta]) -> ScanReport {
    let config = EngineConfig { pushdown_filters, ..EngineConfig::default() };
    let data = Data { sales: sales.to_vec(), customers: vec![] };
    let open = open_data(&config, &data).await;
    let run = run(open.ctx.sql(FILTER).await.unwrap()).await.unwrap();
    let found: usize = run.batches.iter().map(RecordBatch::num_rows).sum();
    let expected = sales.iter().filter(|sale| passes_filter(sale)).count();
    same(text!("rows of {FILTER}", "filas de {FILTER}"), found, expected);
    scan_report(&run)
}

#[tokio::test]
async fn statistics_exclude_row_groups() {
    for sorted in [true, false] {
        let sales = ten_groups(sorted);
        let report = report_of_filter(false, &sales).await;
        let what = text!(
            "row groups that match, and all of them; sales ordered by date: {sorted}",
            "grupos de filas que pasan, y todos; ventas ordenadas por fecha: {sorted}"
        );
        let found = (report.row_groups_matched, report.row_groups_total);
        same(what, found, (matched_groups(&sales).len(), 10));
        let what = text!(
            "without pushdown: rows dropped within the reader, and is there a FilterExec",
            "sin pushdown: filas descartadas dentro del lector, y si hay un FilterExec"
        );
        same(what, (report.rows_pruned_by_pushdown, report.has_filter_exec), (0, true));
    }
}

#[tokio::test]
async fn pushdown_drops_rows_within_the_reader() {
    let sales = ten_groups(true);
    let report = report_of_filter(true, &sales).await;
    let matched = matched_groups(&sales);
    let dropped = matched.concat().iter().filter(|sale| !passes_filter(sale)).count();
    let what = text!(
        "with pushdown: rows dropped within the reader, and is there a FilterExec",
        "con pushdown: filas descartadas dentro del lector, y si hay un FilterExec"
    );
    same(what, (report.rows_pruned_by_pushdown, report.has_filter_exec), (dropped, false));
    let what = text!(
        "with pushdown: row groups that match, and all of them",
        "con pushdown: grupos de filas que pasan, y todos"
    );
    let found = (report.row_groups_matched, report.row_groups_total);
    same(what, found, (matched.len(), 10));
}

/// The table behind 20 columns of text.
fn with_unused_columns(table: &RecordBatch) -> RecordBatch {
    let text = |row: usize, i: usize| Some(format!("{}", row * 31 + i));
    let mut columns: Vec<(String, ArrayRef, bool)> = Vec::new();
    for i in 0..20 {
        let column: StringArray = (0..table.num_rows()).map(|row| text(row, i)).collect();
        columns.push((format!("sin_uso_{i}"), Arc::new(column), true));
    }
    for (field, column) in table.schema().fields().iter().zip(table.columns()) {
        columns.push((field.name().clone(), Arc::clone(column), field.is_nullable()));
    }
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

/// How many bytes the column `region` takes up in a Parquet file, by its footer.
fn region_bytes(file: &Path) -> usize {
    let reader = SerializedFileReader::new(fs::File::open(file).unwrap()).unwrap();
    let columns = reader.metadata().row_groups().iter().flat_map(|group| group.columns());
    let regions = columns.filter(|column| column.column_path().string() == "region");
    regions.map(|column| column.compressed_size() as usize).sum()
}

#[tokio::test]
async fn reports_add_up_all_scans_and_only_what_they_read() {
    let data = clean(2_500);
    let narrow = tables::sales(&data.sales).unwrap();
    let customers = tables::customers(&data.customers).unwrap();
    for sales in [with_unused_columns(&narrow), narrow] {
        let open = open(&EngineConfig::default(), &sales, &customers).await;
        let sql = "SELECT region FROM ventas UNION ALL SELECT region FROM clientes";
        let run = run(open.ctx.sql(sql).await.unwrap()).await.unwrap();
        let report = scan_report(&run);
        let columns = sales.num_columns();
        let what = text!(
            "columns that the scans of {columns} and 3 columns hand on",
            "columnas que entregan las lecturas de {columns} y 3 columnas"
        );
        same(what, report.projected, vec!["region".to_owned(), "region".to_owned()]);
        let what = text!("row groups of both tables", "grupos de filas de las dos tablas");
        let groups = data.sales.len().div_ceil(500) + data.customers.len().div_ceil(500);
        same(what, (report.row_groups_matched, report.row_groups_total), (groups, groups));
        let files = ["ventas.parquet", "clientes.parquet"];
        let bytes = files.map(|name| region_bytes(&open.folder.path().join(name)));
        let what = text!(
            "bytes read of {columns} and 3 columns: those of `region` in both files",
            "bytes leídos de {columns} y 3 columnas: los de `region` en los dos archivos"
        );
        same(what, report.bytes_scanned, bytes.iter().sum());
    }
}

/// A batch of sales with a note of 200 letters.
fn with_notes(sales: &[Venta]) -> RecordBatch {
    let ids: Int64Array = sales.iter().map(|sale| Some(sale.id)).collect();
    let notes: StringArray = sales.iter().map(|sale| Some(format!("{:0200}", sale.id))).collect();
    let columns: [(&str, ArrayRef); 2] = [("id", Arc::new(ids)), ("nota", Arc::new(notes))];
    RecordBatch::try_from_iter(columns).unwrap()
}

/// Rows in a batch of the joins that have little memory.
const BATCH_ROWS: usize = 16;

/// Joins sales with themselves, notes and all, within 1 MiB: less than the sales of one partition.
/// Returns how that ends, and the number of sales.
///
/// There are four sorts: two sides in two partitions. Each merges what it has spilled, and for that it
/// holds some batches of every file, in memory that the others cannot have. Small batches leave enough
/// for all, whichever sort comes first. (With one partition, DataFusion takes the hash join even if
/// `prefer_hash_join` is false.)
async fn join_in_little_memory(prefer_hash_join: bool) -> (Outcome, usize) {
    let config = EngineConfig {
        batch_rows: BATCH_ROWS,
        prefer_hash_join,
        memory_limit_bytes: Some(1 << 20),
        ..EngineConfig::default()
    };
    let ctx = session(&config).unwrap();
    let sales = clean(12_000).sales;
    let batches: Vec<RecordBatch> = sales.chunks(BATCH_ROWS).map(with_notes).collect();
    let table = MemTable::try_new(batches[0].schema(), vec![batches]).unwrap();
    ctx.register_table("ventas", Arc::new(table)).unwrap();
    let sql = "SELECT * FROM ventas a JOIN ventas b ON a.id = b.id";
    (outcome(ctx.sql(sql).await.unwrap()).await.unwrap(), sales.len())
}

#[tokio::test]
async fn a_hash_join_that_does_not_fit_says_so() {
    let (found, _) = join_in_little_memory(true).await;
    let message = match &found {
        Outcome::Exhausted { message } => message.as_str(),
        Outcome::Finished { .. } => "",
    };
    for part in ["HashJoinInput", "can spill: false"] {
        let what = text!(
            "a hash table that needs more memory than there is: `{part}` in {found:?}",
            "una tabla hash que necesita más memoria de la que hay: `{part}` en {found:?}"
        );
        same(what, message.contains(part), true);
    }
}

#[tokio::test]
async fn a_sort_merge_join_spills_and_ends() {
    let (found, sales) = join_in_little_memory(false).await;
    let (rows, spills) = match &found {
        Outcome::Finished { row_count, spill_count } => (*row_count, *spill_count),
        Outcome::Exhausted { .. } => (0, 0),
    };
    let what = text!("rows of the join, {found:?}", "filas de la unión, {found:?}");
    same(what, rows, sales);
    // A file holds a batch or more, but for the last one of a sort.
    let most = 2 * sales.div_ceil(BATCH_ROWS);
    let what = text!(
        "files that it spilled, {found:?}: are there some, and at most {most}?",
        "archivos que volcó a disco, {found:?}: ¿hay alguno, y como mucho {most}?"
    );
    same(what, (1..=most).contains(&spills), true);
}

#[tokio::test]
async fn other_errors_stay_errors() {
    let ctx = session(&EngineConfig::default()).unwrap();
    let table = tables::sales(&clean(10).sales[..1]).unwrap();
    let text: ArrayRef = Arc::new(StringArray::from(vec!["Resources exhausted"]));
    ctx.register_batch("ventas", with_column(&table, "region", text)).unwrap();
    for sql in [
        "SELECT 1 / (value - 2) FROM generate_series(1, 3)",
        // This error quotes the text, but it is none of memory.
        "SELECT CAST(region AS BIGINT) FROM ventas",
    ] {
        let query = ctx.sql(sql).await.unwrap();
        let found = outcome(query).await.map_err(|error| error.strip_backtrace());
        let what = text!(
            "{sql}: is it an error? It returned {found:?}",
            "{sql}: ¿es un error? Devolvió {found:?}"
        );
        same(what, found.is_err(), true);
    }
}
