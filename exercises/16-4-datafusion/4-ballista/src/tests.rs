use std::collections::{BTreeMap, HashSet};
use std::env;
use std::fs;
use std::io;
use std::iter;
use std::net::{SocketAddr, TcpStream};
use std::sync::{Condvar, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

use arrow::array::{Float64Array, Int64Array, StringArray, StringViewArray};
use checks::{same, same_rows, text};
use datafusion::arrow::datatypes::DataType;
use datafusion::logical_expr::{ColumnarValue, Volatility, create_udf};
use datasets::{REGIONS, Stream, Ventas};
use tempfile::TempDir;

use super::*;
use rest::{PATIENCE, Rest};

fn seed() -> u64 {
    checks::seed(1644)
}

/// A place for temporary files that is deleted with its last user. Executors within this process keep
/// their files in a temporary folder which they do not delete.
struct Scratch;

static USERS: Mutex<usize> = Mutex::new(0);

impl Scratch {
    fn new() -> Self {
        let mut users = USERS.lock().unwrap();
        fs::create_dir_all(Self::path()).unwrap();
        // Only the first call has an effect, and all of them name the same folder.
        tempfile::env::override_temp_dir(&Self::path()).ok();
        *users += 1;
        Self
    }

    fn path() -> PathBuf {
        env::temp_dir().join(format!("workbook-16-4-4-{}", std::process::id()))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let mut users = USERS.lock().unwrap();
        *users -= 1;
        if *users == 0 {
            fs::remove_dir_all(Self::path()).ok();
        }
    }
}

/// A runtime, and a folder with tables. Fields are dropped from top to bottom.
struct World {
    runtime: Runtime,
    folder: TempDir,
    _scratch: Scratch,
}

impl World {
    /// The sales of `dataset` in `files` files.
    fn new(dataset: &Dataset, files: u64) -> Self {
        let scratch = Scratch::new();
        let folder = tempfile::tempdir().unwrap();
        sales::write(folder.path(), dataset, files).unwrap();
        Self { runtime: Runtime::new().unwrap(), folder, _scratch: scratch }
    }

    /// Runs asynchronous work, but not for ever.
    #[track_caller]
    fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let seconds = PATIENCE.as_secs();
        let limited = self.runtime.block_on(async { tokio::time::timeout(PATIENCE, work).await });
        limited.unwrap_or_else(|_| {
            let message = text!("no answer within {seconds} s", "sin respuesta en {seconds} s");
            panic!("{message}")
        })
    }

    /// A session of `cluster_context` that knows the tables.
    fn session(&self, url: &str, partitions: usize, functions: &[ScalarUDF]) -> SessionContext {
        self.run(async {
            let session = cluster_context(url, partitions, functions).await.unwrap();
            sales::register(&session, self.folder.path()).await.unwrap();
            session
        })
    }

    /// A cluster within this process: its URL.
    fn cluster(&self, executors: usize, vcores: usize, functions: &[ScalarUDF]) -> String {
        let logs = self.folder.path().join("event-logs");
        self.run(in_process_cluster(executors, vcores, &logs, functions)).unwrap()
    }

    /// The [`sorted`] rows of the answer to a query.
    #[track_caller]
    fn sorted_rows(&self, session: &SessionContext, sql: &str) -> Vec<String> {
        let batches = self.run(async { session.sql(sql).await?.collect().await });
        sorted(&batches.unwrap_or_else(|error| panic!("{sql}\n{error}")))
    }
}

/// The rows of an answer as text, sorted: an oracle that knows nothing of `same_answer`.
fn sorted(batches: &[RecordBatch]) -> Vec<String> {
    let rows = rows(batches).unwrap();
    let mut rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
    rows.sort();
    rows
}

/// The REST API of the cluster at a URL.
#[track_caller]
fn rest_of(url: &str) -> Rest {
    let address = url.strip_prefix("df://").and_then(|address| address.parse().ok());
    let message = text!(
        "a URL such as `df://127.0.0.1:40123`, found `{url}`",
        "una URL como `df://127.0.0.1:40123`, se encontró `{url}`"
    );
    Rest { address: address.expect(&message) }
}

/// A session without a cluster in which the table `t` has these columns.
fn session_with(columns: Vec<(&str, ArrayRef)>) -> SessionContext {
    let session = SessionContext::new();
    let columns = columns.into_iter().map(|(name, column)| (name, column, true));
    let table = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    session.register_batch("t", table).unwrap();
    session
}

/// Compares two tables with `same_answer`.
fn compare(local: Vec<(&str, ArrayRef)>, cluster: Vec<(&str, ArrayRef)>) -> Comparison {
    let runtime = Runtime::new().unwrap();
    let (local, cluster) = (session_with(local), session_with(cluster));
    runtime.block_on(same_answer(&local, &cluster, "SELECT * FROM t")).unwrap()
}

fn integers(values: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

/// Each number as `Value::Other`, which is how [`rows`] shows it.
fn integer_rows(values: &[i64]) -> Vec<Row> {
    values.iter().map(|value| vec![Value::Other(value.to_string())]).collect()
}

/// Fails unless `agree` says so in both directions.
#[track_caller]
fn check_agree(a: &Value, b: &Value, expected: bool) {
    for (a, b) in [(a, b), (b, a)] {
        let what = text!("do {a:?} and {b:?} agree?", "¿coinciden {a:?} y {b:?}?");
        same(what, agree(a, b), expected);
    }
}

#[test]
fn null_and_nan_agree_with_themselves_alone() {
    let word = |word: &str| Value::Text(word.to_owned());
    let other_nan = Value::Float(f64::from_bits(f64::NAN.to_bits() | 1));
    let values = [
        Value::Null,
        Value::Float(f64::NAN),
        Value::Float(0.0),
        Value::Float(f64::INFINITY),
        Value::Float(f64::NEG_INFINITY),
        word(""),
        word("null"),
        word("NULL"),
        word("NaN"),
        word("0"),
        Value::Other("0".to_owned()),
    ];
    for (i, a) in values.iter().enumerate() {
        for (j, b) in values.iter().enumerate() {
            check_agree(a, b, i == j);
        }
    }
    check_agree(&Value::Float(f64::NAN), &other_nan, true);
    check_agree(&Value::Float(0.0), &Value::Float(-0.0), true);
}

#[test]
fn sums_may_differ_in_their_last_digits() {
    let random = Stream::new(seed(), "sums");
    for i in 0..200 {
        // From about 10^-6 to 10^6, of both signs.
        let size = 10_f64.powi(random.below(2 * i, 13) as i32 - 6);
        let sum = size * (random.below(2 * i + 1, 2_001) as f64 - 1_000.5);
        // Half and twice of what is allowed, so that rounding does not matter.
        for (factor, expected) in [(1.0 + 0.5e-9, true), (1.0 + 2e-9, false), (-1.0, false)] {
            check_agree(&Value::Float(sum), &Value::Float(sum * factor), expected);
        }
    }
}

#[test]
fn the_order_of_rows_does_not_count() {
    let random = Stream::new(seed(), "order");
    let ids: Vec<i64> = (0..200).collect();
    let mut shuffled = ids.clone();
    shuffled.sort_by_key(|&id| random.at(id as u64));
    let found = compare(vec![("id", integers(&ids))], vec![("id", integers(&shuffled))]);
    let what = text!("200 rows, and the same shuffled", "200 filas y las mismas desordenadas");
    same(what, found, Comparison { common_rows: 200, ..Comparison::default() });

    // One row differs, wherever it stands.
    shuffled[17] += 1_000;
    let found = compare(vec![("id", integers(&ids))], vec![("id", integers(&shuffled))]);
    let expected = Comparison {
        common_rows: 199,
        only_local: integer_rows(&[shuffled[17] - 1_000]),
        only_cluster: integer_rows(&[shuffled[17]]),
    };
    same(text!("one row differs", "una fila es distinta"), found, expected);

    let monto =
        |values: [Option<f64>; 3]| -> ArrayRef { Arc::new(Float64Array::from(values.to_vec())) };
    let (one, other) = ([Some(f64::NAN), None, Some(1.5)], [Some(1.5), Some(f64::NAN), None]);
    let found = compare(vec![("monto", monto(one))], vec![("monto", monto(other))]);
    let what = text!("NaN, null and 1.5, in two orders", "NaN, nulo y 1.5, en dos órdenes");
    same(what, found, Comparison { common_rows: 3, ..Comparison::default() });
}

#[test]
fn how_often_a_row_occurs_counts() {
    let found = compare(vec![("id", integers(&[1, 1, 2]))], vec![("id", integers(&[2, 1, 2, 2]))]);
    let expected = Comparison {
        common_rows: 2,
        only_local: integer_rows(&[1]),
        only_cluster: integer_rows(&[2, 2]),
    };
    same(text!("1, 1, 2 and 2, 1, 2, 2", "1, 1, 2 y 2, 1, 2, 2"), found, expected);
    let found = compare(vec![("id", integers(&[]))], vec![("id", integers(&[7]))]);
    let expected = Comparison { only_cluster: integer_rows(&[7]), ..Comparison::default() };
    same(text!("no rows and one row", "ninguna fila y una fila"), found, expected);
}

#[test]
fn column_types_do_not_count() {
    let words = ["norte", "", "null", "3"];
    let plain: ArrayRef = Arc::new(StringArray::from(words.to_vec()));
    let views: ArrayRef = Arc::new(StringViewArray::from(words.to_vec()));
    let found = compare(vec![("region", plain)], vec![("region", views)]);
    let what = text!("Utf8 and Utf8View with the same text", "Utf8 y Utf8View con el mismo texto");
    same(what, found, Comparison { common_rows: 4, ..Comparison::default() });
}

/// How a distributed plan is written.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Explain,
    ExplainAnalyze,
}

/// Stages in the order in which they can run, each of which may read from earlier ones.
fn random_stages(random: &Stream) -> Vec<Stage> {
    let mut position = 0;
    let mut below = |bound| {
        position += 1;
        random.below(position, bound)
    };
    let mut stages: Vec<Stage> = Vec::new();
    let mut id = 0;
    for _ in 0..1 + below(12) {
        id += 1 + below(5) as usize;
        let reads: Vec<usize> =
            stages.iter().filter(|_| below(3) == 0).map(|stage| stage.id).collect();
        stages.push(Stage { id, operators: Vec::new(), reads });
    }
    stages
}

/// Writes stages as Ballista does, and notes their operators. Names of files and texts in filters try
/// to look like stages.
fn write_stages(stages: &mut [Stage], form: Form) -> String {
    let mut text = "Projection: ventas.region AS stage\n\
        ProjectionExec: expr=[region@0 as stage_id]\n  \
        ShuffleWriterExecutive: SuccessfulStage[stage_id=3, partitions=1]\n\n"
        .to_owned();
    for stage in stages {
        let (id, children) = (stage.id, stage.reads.len());
        text += &match form {
            Form::ExplainAnalyze => {
                format!("=========SuccessfulStage[stage_id={id}, partitions=4]=========\n")
            }
            Form::Explain if stage.reads.is_empty() => {
                format!("=========ResolvedStage[stage_id={id}.0, partitions=12]=========\n")
            }
            Form::Explain => format!(
                "=========UnResolvedStage[stage_id={id}.1, children={children}]=========\n\
                 Inputs{{98: StageOutput {{ partition_locations: {{}}, complete: false }}}}\n"
            ),
        };
        let mut lines = vec![
            "SortShuffleWriterExec: partitioning=Hash([region@0], 12)".to_owned(),
            "FilterExec: region@1 = UnresolvedShuffleExec: stage=97".to_owned(),
            "CoalescePartitionsExec".to_owned(),
        ];
        lines.extend(stage.reads.iter().map(|read| match form {
            Form::Explain => {
                format!("UnresolvedShuffleExec: stage={read}, partitioning: Hash([region@0], 12)")
            }
            Form::ExplainAnalyze => {
                format!("ShuffleReaderExec: upstream_stage: {read}, partitioning: Hash([id@0], 12)")
            }
        }));
        if stage.reads.is_empty() {
            lines.push(
                "DataSourceExec: file_groups={1 group: [[ShuffleReaderExec: upstream_stage: 5, \
                 =========ResolvedStage[stage_id=96.0, partitions=1]=========.parquet]]}"
                    .to_owned(),
            );
        }
        for (depth, line) in lines.iter().enumerate() {
            let metrics = if form == Form::Explain { "" } else { ", metrics=[output_rows=95]" };
            text += &format!("{}{line}{metrics}\n", "  ".repeat(depth));
            let name = line.split(':').next().unwrap();
            stage.operators.push(name.to_owned());
        }
        text += "\n";
    }
    text
}

#[test]
fn stages_and_what_they_read_are_found() {
    for i in 0..50 {
        let random = Stream::new(seed(), &format!("stages {i}"));
        for form in [Form::Explain, Form::ExplainAnalyze] {
            let mut expected = random_stages(&random);
            let text = write_stages(&mut expected, form);
            let found = stages(&text);
            let what =
                text!("the stages in this text:\n{text}", "las etapas de este texto:\n{text}");
            same_rows(what, &found, &expected);
        }
    }
    let nothing = stages("Projection: ventas.region\n  TableScan: ventas");
    same_rows(text!("a plan without stages", "un plan sin etapas"), &nothing, &[]);
}

/// A small dataset with nulls, NaN and one dominating region.
fn hostile(rows: u64) -> Dataset {
    Dataset::hostile(rows, seed())
}

#[test]
fn queries_run_on_the_cluster() {
    let world = World::new(&hostile(100), 2);
    let url = world.cluster(1, 1, &[]);
    let (session, rest) = (world.session(&url, 2, &[]), rest_of(&url));
    for jobs in 1..=2 {
        let found = world.sorted_rows(&session, "SELECT count(*) FROM ventas");
        let what = text!("the number of sales", "el número de ventas");
        same_rows(what, &found, &[format!("{:?}", integer_rows(&[100])[0])]);
        let what = text!("jobs of the scheduler", "trabajos del planificador");
        same(what, rest.jobs().unwrap().len(), jobs);
    }

    // Nobody listens on a port that the system has chosen a moment ago, and taken back.
    let nobody = std::net::TcpListener::bind((LOOPBACK, 0)).unwrap().local_addr().unwrap();
    let found = world.run(async {
        let session = cluster_context(&format!("df://{nobody}"), 2, &[]).await?;
        anyhow::Ok(session.sql("SELECT 1").await?.collect().await?)
    });
    let what = text!(
        "a query without a scheduler: is it an error? It returned {found:?}",
        "una consulta sin planificador: ¿es un error? Devolvió {found:?}"
    );
    same(what, found.is_err(), true);
}

#[test]
fn each_partition_is_a_task() {
    let world = World::new(&hostile(200), 6);
    // One executor could work on four partitions at a time.
    let url = world.cluster(1, 4, &[]);
    for partitions in [3, 6] {
        let session = world.session(&url, partitions, &[]);
        world.sorted_rows(&session, "SELECT region, count(*) FROM ventas GROUP BY region");
        let stages = rest_of(&url).last_stages();
        let found: Vec<usize> = stages.iter().map(StageReport::successful_tasks).collect();
        let what = text!(
            "tasks of each stage with {partitions} partitions",
            "tareas de cada etapa con {partitions} particiones"
        );
        same_rows(what, &found, &[partitions; 2]);
    }
}

/// Where threads wait until enough of them are there.
struct Meeting {
    expected: usize,
    state: Mutex<MeetingState>,
    arrived: Condvar,
}

#[derive(Default)]
struct MeetingState {
    threads: HashSet<ThreadId>,
    given_up: bool,
}

impl Meeting {
    fn of(expected: usize) -> Arc<Self> {
        Arc::new(Self { expected, state: Mutex::default(), arrived: Condvar::new() })
    }

    /// The function `meet(id)`: returns `id` as soon as the threads are there.
    fn function(self: &Arc<Self>) -> ScalarUDF {
        let meeting = Arc::clone(self);
        let meet = Arc::new(move |arguments: &[ColumnarValue]| {
            meeting.wait();
            Ok(arguments[0].clone())
        });
        let (types, volatility) = (vec![DataType::Int64], Volatility::Volatile);
        create_udf("meet", types, DataType::Int64, volatility, meet)
    }

    fn wait(&self) {
        let mut state = self.state.lock().unwrap();
        state.threads.insert(thread::current().id());
        self.arrived.notify_all();
        let too_few =
            |state: &mut MeetingState| state.threads.len() < self.expected && !state.given_up;
        let patience = Duration::from_secs(5);
        let (mut state, timeout) =
            self.arrived.wait_timeout_while(state, patience, too_few).unwrap();
        state.given_up |= timeout.timed_out();
    }
}

#[test]
fn executors_work_at_the_same_time() {
    for (executors, vcores) in [(2, 1), (3, 1), (1, 2)] {
        let world = World::new(&hostile(80), 8);
        let meeting = Meeting::of(executors * vcores);
        let functions = [meeting.function()];
        let url = world.cluster(executors, vcores, &functions);
        let session = world.session(&url, 8, &functions);
        let found = world.sorted_rows(&session, "SELECT sum(meet(id)) FROM ventas");
        let what = text!("the sum of 0 to 79", "la suma de 0 a 79");
        same_rows(what, &found, &[format!("{:?}", integer_rows(&[79 * 80 / 2])[0])]);
        let what = text!(
            "tasks at the same time, with {executors} executors of {vcores} vcores",
            "tareas a la vez, con {executors} ejecutores de {vcores} vcores"
        );
        same(what, meeting.state.lock().unwrap().threads.len(), executors * vcores);
        let what =
            text!("executors that the scheduler knows", "ejecutores que conoce el planificador");
        same(what, rest_of(&url).executors().unwrap().len(), executors);
    }
}

/// Questions whose answers are exact: no sums of floats.
const EXACT: [&str; 12] = [
    "SELECT id, region, monto FROM ventas WHERE monto > 500",
    "SELECT region, count(*), count(monto), max(id), sum(user_id) FROM ventas GROUP BY region",
    "SELECT monto, count(*) FROM ventas GROUP BY monto",
    "SELECT user_id, region, min(fecha) FROM ventas GROUP BY user_id, region",
    "SELECT id >= 0, count(*), sum(id) FROM ventas GROUP BY 1",
    "SELECT ventas.id, segmento FROM ventas LEFT JOIN clientes ON user_id = clientes.id",
    "SELECT a.id, b.id FROM ventas a JOIN ventas b ON a.monto = b.monto AND a.id < b.id",
    "SELECT id, row_number() OVER (PARTITION BY region ORDER BY fecha, id) FROM ventas",
    "SELECT region FROM ventas UNION SELECT region FROM clientes",
    "SELECT id FROM ventas UNION ALL SELECT id FROM clientes",
    "SELECT region, count(*) FROM ventas WHERE id < 0 GROUP BY region",
    "SELECT count(*), max(monto) FROM ventas WHERE id < 0",
];

#[test]
fn a_cluster_gives_the_answers_of_one_machine() {
    for (rows, files) in [(600, 4), (0, 2)] {
        let world = World::new(&hostile(rows), files);
        let url = world.cluster(2, 1, &[]);
        let (cluster, local) = (world.session(&url, 2, &[]), local_context(&[]));
        world.run(sales::register(&local, world.folder.path())).unwrap();
        // All at the same time: they would spend most of theirs waiting for executors to poll.
        let ask = |sql| {
            let cluster = cluster.clone();
            world.runtime.spawn(async move { cluster.sql(sql).await?.collect().await })
        };
        for (sql, answer) in EXACT.into_iter().zip(EXACT.map(ask)) {
            let what = text!("{rows} sales: {sql}", "{rows} ventas: {sql}");
            let batches =
                world.run(answer).unwrap().unwrap_or_else(|error| panic!("{what}\n{error}"));
            same_rows(what, &sorted(&batches), &world.sorted_rows(&local, sql));
        }
        let sql =
            "SELECT region, sum(monto), avg(monto) FROM ventas WHERE NOT isnan(monto) GROUP BY 1";
        let found = world.run(same_answer(&local, &cluster, sql)).unwrap();
        let groups = world.sorted_rows(&local, sql).len();
        let expected = Comparison { common_rows: groups, ..Comparison::default() };
        same(text!("{rows} sales: {sql}", "{rows} ventas: {sql}"), found, expected);
    }
}

#[test]
fn a_shuffle_separates_stages() {
    let world = World::new(&hostile(100), 2);
    let url = world.cluster(1, 2, &[]);
    let session = world.session(&url, 2, &[]);
    let stages_of = |sql: &str| stages(&world.run(explain_text(&session, sql)).unwrap());
    for explain in ["EXPLAIN", "EXPLAIN ANALYZE"] {
        let found = stages_of(&format!("{explain} SELECT id FROM ventas WHERE monto > 0"));
        let what = text!("{explain} of a filter: stages", "{explain} de un filtro: etapas");
        same(what, found.len(), 1);
        let found = stages_of(&format!("{explain} SELECT region, count(*) FROM ventas GROUP BY 1"));
        let reads: Vec<Vec<usize>> = found.iter().map(|stage| stage.reads.clone()).collect();
        let what = text!(
            "{explain} of a `GROUP BY`: what its stages read",
            "{explain} de un `GROUP BY`: qué leen sus etapas"
        );
        same_rows(what, &reads, &[vec![], vec![found[0].id]]);
        let aggregates = |stage: &Stage| stage.operators.iter().any(|name| name == "AggregateExec");
        let what = text!(
            "{explain} of a `GROUP BY`: stages that aggregate",
            "{explain} de un `GROUP BY`: etapas que agregan"
        );
        same(what, found.iter().filter(|stage| aggregates(stage)).count(), 2);
    }
}

/// Holds the role of a process that the tests start: the arguments of the program, one per line.
const ROLE: &str = "WORKBOOK_ROLE";

/// Starts this test binary again, as a part of a cluster.
fn as_process(role: &[String]) -> io::Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.args(["--exact", "tests::a_lost_executor_costs_no_answer", "--nocapture"]);
    command.env(ROLE, role.join("\n"));
    Ok(command)
}

/// The number of sales and the sum of their ids for each region, as [`World::sorted_rows`] writes
/// them.
fn expected_groups(dataset: &Dataset) -> Vec<String> {
    let ventas = Ventas::new(dataset);
    let mut groups: BTreeMap<Option<u8>, (i64, i64)> = BTreeMap::new();
    for row in 0..dataset.rows {
        let group = groups.entry(ventas.row(row).region).or_default();
        *group = (group.0 + 1, group.1 + row as i64);
    }
    let region = |region: u8| Value::Text(REGIONS[usize::from(region)].to_owned());
    let number = |number: i64| Value::Other(number.to_string());
    let row = |(key, (count, ids)): (Option<u8>, (i64, i64))| {
        let row = vec![key.map_or(Value::Null, region), number(count), number(ids)];
        format!("{row:?}")
    };
    let mut rows: Vec<String> = groups.into_iter().map(row).collect();
    rows.sort();
    rows
}

#[test]
fn a_cluster_of_processes_serves_this_machine_only() {
    let world = World::new(&hostile(100), 4);
    let cluster = Cluster::start(2, as_process).unwrap();
    let mut executors = cluster.rest().executors().unwrap();
    executors.sort_by(|a, b| a.id.cmp(&b.id));
    let found: Vec<(&str, &str)> =
        executors.iter().map(|executor| (executor.id.as_str(), executor.host.as_str())).collect();
    let what = text!("executors and their hosts", "ejecutores y sus máquinas");
    same_rows(what, &found, &[("executor-1", "127.0.0.1"), ("executor-2", "127.0.0.1")]);
    for executor in &executors {
        // Another address of this machine: a port that is open to others is open here.
        let elsewhere = SocketAddr::from(([127, 0, 0, 2], executor.port));
        let id = &executor.id;
        let what = text!(
            "{id} can be reached at an address other than 127.0.0.1",
            "se llega a {id} por otra dirección que 127.0.0.1"
        );
        same(what, TcpStream::connect(elsewhere).is_ok(), false);
    }
    let session = world.session(&cluster.url(), 4, &[]);
    let found =
        world.sorted_rows(&session, "SELECT region, count(*), sum(id) FROM ventas GROUP BY 1");
    let what = text!("sales and ids per region", "ventas e ids por región");
    same_rows(what, &found, &expected_groups(&hostile(100)));
}

#[test]
fn a_lost_executor_costs_no_answer() {
    if let Ok(role) = env::var(ROLE) {
        let program = Program::parse_from(iter::once("ballista").chain(role.lines()));
        return Runtime::new().unwrap().block_on(serve(program.role.unwrap())).unwrap();
    }
    const FILES: usize = 6;
    let dataset = hostile(120);
    let world = World::new(&dataset, FILES as u64);
    let mut cluster = Cluster::start(2, as_process).unwrap();
    let session = world.session(&cluster.url(), FILES, &functions(&cluster.gate_folder()));

    // One task waits at the gate, and all others of the first stage come to their end.
    let sql = "SELECT region, count(*), sum(gate(id)) FROM ventas GROUP BY region";
    let frame = world.run(session.sql(sql)).unwrap();
    let query = world.runtime.spawn(frame.collect());
    let (gate, rest) = (Gate::in_folder(&cluster.gate_folder()), cluster.rest());
    let waiting = wait_for("all tasks but the one at the gate", || {
        let done = rest.last_stages().first().map_or(0, StageReport::successful_tasks);
        if query.is_finished() {
            anyhow::bail!("the query has ended, though the gate is closed");
        }
        Ok(gate.waiting().filter(|_| done == FILES - 1))
    });
    let waiting = match waiting {
        Ok(process) => process,
        Err(error) => {
            let early = query.is_finished().then(|| world.run(query).unwrap().map(|_| ()));
            panic!("{error}: {early:?}")
        }
    };

    // Kill the executor that does not wait: it has done tasks whose results nobody has read yet.
    let processes = cluster.executor_processes();
    let victim = processes.into_iter().find(|&process| process != waiting).unwrap();
    let victim = cluster.kill_executor(victim).unwrap();
    gate.open().unwrap();

    let batches = world.run(query).unwrap().unwrap_or_else(|error| {
        let message = text!(
            "the query failed after {victim} was killed: {error}",
            "la consulta falló tras matar a {victim}: {error}"
        );
        panic!("{message}")
    });
    let what = text!(
        "sales and ids per region, after {victim} was killed",
        "ventas e ids por región, tras matar a {victim}"
    );
    same_rows(what, &sorted(&batches), &expected_groups(&dataset));

    let tasks = rest::tasks_by_executor(&cluster.log_folder(), &rest.last_job().unwrap()).unwrap();
    let what = text!(
        "executors in the event log, which says {tasks:?}",
        "ejecutores en el registro de eventos, que dice {tasks:?}"
    );
    same(what, tasks.len(), 2);
    let (total, twice) = (tasks.values().sum::<usize>(), 2 * FILES);
    let what = text!(
        "of {twice} tasks some were done again: there were {total}",
        "de {twice} tareas se repitieron algunas: hubo {total}"
    );
    same(what, total > twice, true);
}
