use std::sync::LazyLock;

use checks::{same, same_rows, text};

use super::*;

/// Names of made-up packages. `-sys` makes sure that a name is not found by its beginning.
const NAMES: [&str; 10] =
    ["app", "core", "core-sys", "io", "io-sys", "lane", "mem", "net", "page", "zip"];

/// A number below `bound` that depends on the seed and on `key` (the mixing step of SplitMix64).
fn below(key: u64, bound: u64) -> u64 {
    let mut mixed = checks::seed(1625).wrapping_add(key.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % bound
}

/// The lock file of made-up packages, some in two versions, in any order. Without `cycles`, an edge
/// leads to a name further down in [`NAMES`].
fn made_up(round: u64, cycles: bool) -> String {
    let key = |a: usize, b: usize| round * 10_000 + (a * 100 + b) as u64;
    let versions = |name: usize| 1 + below(key(name, 99), 3) / 2;
    let mut sections = Vec::new();
    for (from, name) in NAMES.iter().enumerate() {
        for version in 1..=versions(from) {
            let first = if cycles { 0 } else { from + 1 };
            let chosen = |to: &usize| below(key(from, *to) + 1_000_000 * version, 4) == 0;
            let needed = |to: usize| match versions(to) {
                1 => NAMES[to].to_owned(),
                n => format!("{} {}.0.0", NAMES[to], 1 + below(key(to, from) + version, n)),
            };
            let needed = (first..NAMES.len()).filter(|&to| to != from).filter(chosen).map(needed);
            sections.push(section(name, version, &needed.collect::<Vec<_>>()));
        }
    }
    let turn = below(key(98, 98), sections.len() as u64) as usize;
    sections.rotate_left(turn);
    format!("version = 4\n\n{}", sections.join("\n"))
}

fn section(name: &str, version: u64, needed: &[String]) -> String {
    let mut section = format!("[[package]]\nname = \"{name}\"\nversion = \"{version}.0.0\"\n");
    if !needed.is_empty() {
        let lines: String = needed.iter().map(|needed| format!(" \"{needed}\",\n")).collect();
        section.push_str(&format!("dependencies = [\n{lines}]\n"));
    }
    section
}

#[track_caller]
fn parsed(text: &str) -> LockGraph {
    match parse_lock(text) {
        Ok(graph) => graph,
        Err(error) => panic!(
            "{}",
            text!(
                "`parse_lock` refuses a valid lock file: {error}\n{text:.2000}",
                "`parse_lock` rechaza un archivo de bloqueo válido: {error}\n{text:.2000}"
            )
        ),
    }
}

/// What has no path to it.
const FAR: u32 = u32::MAX / 2;

/// The oracle: another parser, and the distances between all pairs of packages by the method of
/// Floyd and Warshall, which follows no path at all.
struct Oracle {
    packages: Vec<Package>,
    edges: BTreeSet<(usize, usize)>,
    /// Number of edges on a shortest path of at least one edge.
    steps: Vec<Vec<u32>>,
}

impl Oracle {
    fn new(text: &str) -> Self {
        let lock: toml::Table = toml::from_str(text).expect("a lock file is TOML");
        let entries = lock["package"].as_array().expect("an array of tables");
        let string = |value: &toml::Value| value.as_str().expect("a string").to_owned();
        let packages: Vec<Package> = entries
            .iter()
            .map(|entry| Package {
                name: string(&entry["name"]),
                version: string(&entry["version"]),
            })
            .collect();
        let fits = |package: &Package, text: &str| {
            text == package.name || text == format!("{} {}", package.name, package.version)
        };
        let mut edges = BTreeSet::new();
        for (from, entry) in entries.iter().enumerate() {
            let needed = entry.get("dependencies").and_then(|list| list.as_array());
            for text in needed.into_iter().flatten().map(string) {
                let to = packages.iter().position(|package| fits(package, &text));
                edges.insert((from, to.expect("it is there")));
            }
        }
        let steps = all_distances(packages.len(), &edges);
        Self { packages, edges, steps }
    }

    fn indices(&self, name: &str) -> impl Iterator<Item = usize> + Clone {
        (0..self.packages.len()).filter(move |&index| self.packages[index].name == name)
    }

    fn reachable(&self, root: &str) -> BTreeSet<Package> {
        let reached = |to: &usize| self.indices(root).any(|from| self.steps[from][*to] < FAR);
        let indices = (0..self.packages.len()).filter(reached);
        let others = indices.map(|to| &self.packages[to]).filter(|package| package.name != root);
        others.cloned().collect()
    }

    /// The number of edges on a shortest path between two names.
    fn distance(&self, root: &str, target: &str) -> Option<u32> {
        let pairs =
            self.indices(root).flat_map(|from| self.indices(target).map(move |to| (from, to)));
        let shortest = pairs.map(|(from, to)| self.steps[from][to]).min();
        shortest.filter(|&steps| steps < FAR && root != target)
    }

    fn blast_radius(&self, name: &str) -> usize {
        let reaches = |from: &usize| self.indices(name).any(|to| self.steps[*from][to] < FAR);
        let others = |from: &usize| self.packages[*from].name != name;
        (0..self.packages.len()).filter(reaches).filter(others).count()
    }

    fn shared(&self, roots: &[&str]) -> BTreeSet<Package> {
        let sets: Vec<BTreeSet<Package>> = roots.iter().map(|root| self.reachable(root)).collect();
        let in_all = |package: &&Package| sets.iter().all(|set| set.contains(package));
        sets.iter().flatten().filter(in_all).cloned().collect()
    }
}

fn all_distances(n: usize, edges: &BTreeSet<(usize, usize)>) -> Vec<Vec<u32>> {
    let mut steps = vec![vec![FAR; n]; n];
    for &(from, to) in edges {
        steps[from][to] = 1;
    }
    for via in 0..n {
        let beyond = steps[via].clone();
        for row in steps.iter_mut().filter(|row| row[via] < FAR) {
            let first = row[via];
            for (total, second) in row.iter_mut().zip(&beyond) {
                *total = (*total).min(first + second);
            }
        }
    }
    steps
}

/// The oracle of the real lock file, made once for all tests.
static ENGINES: LazyLock<Oracle> = LazyLock::new(|| Oracle::new(lockfile::ENGINES));

/// Lists packages for a message.
fn list(packages: &BTreeSet<Package>) -> Vec<String> {
    packages.iter().map(Package::to_string).collect()
}

fn packages(names: &[(&str, &str)]) -> BTreeSet<Package> {
    let package = |&(name, version): &(&str, &str)| Package {
        name: name.to_owned(),
        version: version.to_owned(),
    };
    names.iter().map(package).collect()
}

fn dependency(text: &str) -> Dependency {
    Dependency { line: 7, text: text.to_owned() }
}

const KNOWN: [(&str, &str); 4] =
    [("rand", "0.9.5"), ("rand", "0.10.4"), ("rand_core", "0.10.4"), ("tokio", "1.54.1")];

#[test]
fn a_dependency_finds_its_package() {
    let cases = [
        ("tokio", ("tokio", "1.54.1")),
        ("rand_core", ("rand_core", "0.10.4")),
        ("rand 0.9.5", ("rand", "0.9.5")),
        ("rand 0.10.4", ("rand", "0.10.4")),
        ("rand 0.9.5 (registry+https://github.com/rust-lang/crates.io-index)", ("rand", "0.9.5")),
        ("tokio 1.54.1 (git+https://example.com/tokio?branch=x#0a1b2c)", ("tokio", "1.54.1")),
    ];
    for (text, expected) in cases {
        let found = resolve(&dependency(text), &packages(&KNOWN));
        let what = text!("package for `{text}`", "paquete de `{text}`");
        same(what, found, Ok(packages(&[expected]).pop_first().unwrap()));
    }
}

#[test]
fn a_dependency_that_fits_no_single_package_is_an_error() {
    for text in ["rand", "serde", "tokio 1.54.2", "rand 0.9", "toki", "Tokio"] {
        let found = resolve(&dependency(text), &packages(&KNOWN));
        let known = KNOWN;
        let what = text!(
            "line of the error for `{text}` among {known:?}",
            "línea del error para `{text}` entre {known:?}"
        );
        same(what, found.as_ref().map_err(|error| error.line), Err(7));
        let problem = found.unwrap_err().problem;
        let what = text!(
            "the problem names `{text}` in backticks: {problem:?}",
            "el problema nombra `{text}` entre acentos graves: {problem:?}"
        );
        same(what, problem.contains(&format!("`{text}`")), true);
    }
}

/// Compares the whole graph of `text` with what another parser reads.
#[track_caller]
fn check_graph(text: &str) {
    let (found, oracle) = (parsed(text), Oracle::new(&text.replace("\r\n", "\n")));
    let shown: String = text.chars().take(2_000).collect();
    let all: BTreeSet<Package> = oracle.packages.iter().cloned().collect();
    let keys: BTreeSet<Package> = found.needs.keys().cloned().collect();
    let what = text!("packages of\n{shown}", "paquetes de\n{shown}");
    same_rows(what, &list(&keys), &list(&all));
    for (from, package) in oracle.packages.iter().enumerate() {
        let own = oracle.edges.iter().filter(|edge| edge.0 == from);
        let expected = own.map(|edge| oracle.packages[edge.1].clone()).collect();
        let what =
            text!("what `{package}` needs directly", "lo que `{package}` necesita directamente");
        same_rows(what, &list(&found.needs[package]), &list(&expected));
    }
}

#[test]
fn a_lock_file_becomes_a_graph() {
    for round in 0..20 {
        check_graph(&made_up(round, round % 2 == 0));
    }
    let with_comment = format!("# written by cargo\r\n{}", made_up(20, true).replace('\n', "\r\n"));
    check_graph(&with_comment);
    check_graph(&format!(
        "{}\n[[patch.unused]]\nname = \"old\"\nversion = \"1.0.0\"\n",
        made_up(21, false)
    ));
    check_graph(lockfile::ENGINES);

    let none = parsed("# nothing is locked\nversion = 4\n");
    same(
        text!("packages of an empty lock file", "paquetes de un archivo vacío"),
        none.needs.len(),
        0,
    );

    // Two sources of one version are one package.
    let sections = [
        section("app", 1, &["io 1.0.0 (registry+a)".into(), "io 1.0.0 (git+b)".into()]),
        section("io", 1, &["mem".into()]),
        section("io", 1, &["net".into()]),
        section("mem", 1, &[]),
        section("net", 1, &[]),
    ];
    let merged = parsed(&sections.join("\n"));
    let io = packages(&[("io", "1.0.0")]).pop_first().unwrap();
    let found = merged.needs.get(&io).map(list);
    let expected = Some(vec!["mem 1.0.0".to_owned(), "net 1.0.0".to_owned()]);
    same(
        text!("what both `io 1.0.0` need", "lo que necesitan los dos `io 1.0.0`"),
        found,
        expected,
    );
}

#[test]
fn an_error_names_its_line() {
    let text = made_up(30, false);
    let lines: Vec<&str> = text.lines().collect();
    let position = |start: &str| lines.iter().rposition(|line| line.starts_with(start)).unwrap();
    // Without its version, a package is wrong; the error has the line of `[[package]]`.
    let version = position("version = ");
    let mut without = lines.clone();
    without.remove(version);
    let found = parse_lock(&without.join("\n")).map_err(|error| error.line);
    let what = text!("line of a package without version", "línea de un paquete sin versión");
    same(what, found.map(|graph| graph.needs.len()), Err(version - 1));
    // A dependency that is not there; the error has its line.
    let needed = position(" \"");
    let mut unknown = lines.clone();
    unknown[needed] = " \"nowhere\",";
    let found = parse_lock(&unknown.join("\n")).map_err(|error| error.line);
    let what =
        text!("line of a dependency that is nowhere", "línea de una dependencia que no está");
    same(what, found.map(|graph| graph.needs.len()), Err(needed + 1));
}

/// A graph that leads to a cycle: whoever follows the edges without remembering where they have been
/// never comes back. The runner ends the test then.
fn cycle() -> LockGraph {
    let sections = [("app", "core"), ("core", "io"), ("io", "mem"), ("mem", "core")];
    parsed(&sections.map(|(from, to)| section(from, 1, &[to.to_owned()])).join("\n"))
}

#[test]
fn versions_are_listed_in_order() {
    for round in 40..50 {
        let (graph, oracle) = (parsed(&made_up(round, false)), Oracle::new(&made_up(round, false)));
        for name in NAMES.into_iter().chain(["nowhere", "cor"]) {
            let mut expected: Vec<&str> =
                oracle.indices(name).map(|index| oracle.packages[index].version.as_str()).collect();
            expected.sort();
            let what = text!("versions of `{name}`", "versiones de `{name}`");
            same_rows(what, &graph.versions(name), &expected);
        }
    }
}

#[test]
fn duplicated_names_have_all_their_versions() {
    for text in (50..60).map(|round| made_up(round, true)).chain([lockfile::ENGINES.to_owned()]) {
        let (graph, oracle) = (parsed(&text), Oracle::new(&text));
        let mut expected: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for package in oracle.packages.iter().collect::<BTreeSet<_>>() {
            expected.entry(&package.name).or_default().push(&package.version);
        }
        expected.retain(|_, versions| versions.len() > 1);
        let found: Vec<_> = graph.duplicated().into_iter().collect();
        let expected: Vec<_> = expected.into_iter().collect();
        same_rows(
            text!("names in several versions", "nombres en varias versiones"),
            &found,
            &expected,
        );
    }
}

/// Compares what `root` reaches, and what it depends on, with the oracle.
#[track_caller]
fn check_reachable(graph: &LockGraph, oracle: &Oracle, root: &str) {
    let (found, expected) = (graph.reachable(root), oracle.reachable(root));
    let what = text!("what `{root}` reaches", "lo que alcanza `{root}`");
    same_rows(what, &list(&found), &list(&expected));
}

#[test]
fn reachable_follows_every_edge() {
    for round in 60..90 {
        let text = made_up(round, false);
        let (graph, oracle) = (parsed(&text), Oracle::new(&text));
        NAMES.iter().for_each(|root| check_reachable(&graph, &oracle, root));
    }
    let found = parsed(&made_up(60, false)).reachable("nowhere");
    let what = text!("what an unknown package reaches", "lo que alcanza un paquete desconocido");
    same_rows(what, &list(&found), &[]);
}

#[test]
fn reachable_ends_on_cycles() {
    let found = cycle().reachable("core");
    let what = text!("what `core` reaches in a cycle", "lo que alcanza `core` en un ciclo");
    same_rows(what, &list(&found), &["io 1.0.0".to_owned(), "mem 1.0.0".to_owned()]);
    for round in 90..110 {
        let text = made_up(round, true);
        let (graph, oracle) = (parsed(&text), Oracle::new(&text));
        NAMES.iter().for_each(|root| check_reachable(&graph, &oracle, root));
    }
    let engines = parsed(lockfile::ENGINES);
    ROOTS.iter().for_each(|root| check_reachable(&engines, &ENGINES, root));
}

#[test]
fn depending_is_being_reached_by_name() {
    for round in 110..130 {
        let text = made_up(round, false);
        let (graph, oracle) = (parsed(&text), Oracle::new(&text));
        for root in NAMES {
            for target in NAMES.into_iter().chain(["nowhere", "cor"]) {
                let expected = oracle.distance(root, target).is_some();
                let what =
                    text!("`{root}` depends on `{target}`", "`{root}` depende de `{target}`");
                same(what, graph.depends_on(root, target), expected);
            }
        }
    }
}

/// Checks the ends, the edges and the length of a path: there may be several shortest ones.
#[track_caller]
fn check_path(graph: &LockGraph, oracle: &Oracle, root: &str, target: &str) {
    let path = graph.shortest_path(root, target);
    let shown = path.as_ref().map(|path| path.iter().map(Package::to_string).collect::<Vec<_>>());
    let of = text!(
        "path from `{root}` to `{target}`, which is {shown:?}",
        "camino de `{root}` a `{target}`, que es {shown:?}"
    );
    let edges = path.as_ref().map(|path| path.len().saturating_sub(1) as u32);
    let what = text!("number of edges on the {of}", "número de aristas del {of}");
    same(what, edges, oracle.distance(root, target));
    let Some(path) = path else { return };
    let ends = [&path[0], &path[path.len() - 1]].map(|package| package.name.as_str());
    same(text!("ends of the {of}", "extremos del {of}"), ends, [root, target]);
    for pair in path.windows(2) {
        let index = |package| oracle.packages.iter().position(|known| known == package);
        let is_edge =
            index(&pair[0]).zip(index(&pair[1])).is_some_and(|edge| oracle.edges.contains(&edge));
        let (from, to) = (&pair[0], &pair[1]);
        let what =
            text!("`{from}` needs `{to}`, on the {of}", "`{from}` necesita `{to}`, en el {of}");
        same(what, is_edge, true);
    }
}

#[test]
fn shortest_paths_are_valid_and_short() {
    let none = cycle().shortest_path("core", "app");
    same(text!("a path against the edges", "un camino contra las aristas"), none, None);
    for round in 130..150 {
        let text = made_up(round, true);
        let (graph, oracle) = (parsed(&text), Oracle::new(&text));
        for root in NAMES {
            NAMES.iter().for_each(|target| check_path(&graph, &oracle, root, target));
        }
    }
    let engines = parsed(lockfile::ENGINES);
    for root in ROOTS {
        for target in ["arrow-array", "polars-arrow", "object_store", "rayon", "datafusion"] {
            check_path(&engines, &ENGINES, root, target);
        }
    }
}

#[test]
fn shared_packages_are_reached_by_every_root() {
    let text = made_up(150, false);
    let shared = parsed(&text).shared(&[]);
    same_rows(text!("shared by no roots", "compartidos por ninguna raíz"), &list(&shared), &[]);
    for round in 150..170 {
        let text = made_up(round, false);
        let (graph, oracle) = (parsed(&text), Oracle::new(&text));
        for roots in NAMES.windows(3).flat_map(|roots| [&roots[..1], &roots[..2], roots]) {
            let what = text!("packages shared by {roots:?}", "paquetes que comparten {roots:?}");
            same_rows(what, &list(&graph.shared(roots)), &list(&oracle.shared(roots)));
        }
    }
}

#[test]
fn reversed_edges_lead_back() {
    for round in 170..180 {
        let text = made_up(round, true);
        let (found, oracle) = (parsed(&text).reversed(), Oracle::new(&text));
        for (to, package) in oracle.packages.iter().enumerate() {
            let back = oracle.edges.iter().filter(|edge| edge.1 == to);
            let expected = back.map(|edge| oracle.packages[edge.0].clone()).collect();
            let what =
                text!("who needs `{package}` directly", "quién necesita `{package}` directamente");
            same(what, found.needs.get(package).map(list), Some(list(&expected)));
        }
        let what = text!("packages after reversing", "paquetes tras invertir las aristas");
        same(what, found.needs.len(), oracle.packages.len());
    }
}

#[test]
fn the_blast_radius_counts_all_who_need_it() {
    for round in 180..200 {
        let text = made_up(round, false);
        let (graph, oracle) = (parsed(&text), Oracle::new(&text));
        for name in NAMES.into_iter().chain(["nowhere"]) {
            let what = text!("blast radius of `{name}`", "radio de impacto de `{name}`");
            same(what, graph.blast_radius(name), oracle.blast_radius(name));
        }
    }
}

#[track_caller]
fn check_claim(graph: &LockGraph, roots: &[&str], claim: Claim, expected: bool) {
    let what = text!("{claim:?} for the roots {roots:?}", "{claim:?} para las raíces {roots:?}");
    same(what, check(graph, roots, claim), expected);
}

#[test]
fn claims_are_judged_by_the_graph() {
    for round in 200..220 {
        let text = made_up(round, false);
        let (graph, oracle) = (parsed(&text), Oracle::new(&text));
        let depends = |root, target| oracle.distance(root, target).is_some();
        let roots = &NAMES[..1 + below(round, 3) as usize];
        for name in NAMES {
            let all = roots.iter().all(|root| depends(root, name));
            check_claim(&graph, roots, Claim::AllUse(name), all);
            let same_version = oracle.shared(roots).iter().any(|package| package.name == name);
            check_claim(&graph, roots, Claim::AllShare(name), same_version);
            for dependency in NAMES {
                let uses = Claim::Uses { package: name, dependency };
                check_claim(&graph, roots, uses, depends(name, dependency));
            }
        }
        static CHAINS: [&[&str]; 5] =
            [&[], &["io"], &["app", "core", "io"], &["core", "io", "mem"], &["app", "io", "core"]];
        for chain in CHAINS {
            let holds = chain.windows(2).all(|pair| depends(pair[0], pair[1]));
            check_claim(&graph, roots, Claim::Chain(chain), holds);
        }
    }
    let graph = parsed(&made_up(200, false));
    check_claim(&graph, &[], Claim::AllUse("nowhere"), true);
    check_claim(&graph, &[], Claim::AllShare("app"), false);

    // Two roots use `mem`, but not the same one.
    let sections = [
        section("io", 1, &["mem 1.0.0".into()]),
        section("net", 1, &["mem 2.0.0".into()]),
        section("mem", 1, &[]),
        section("mem", 2, &["zip".into()]),
        section("zip", 1, &[]),
    ];
    let graph = parsed(&sections.join("\n"));
    check_claim(&graph, &["io", "net"], Claim::AllUse("mem"), true);
    check_claim(&graph, &["io", "net"], Claim::AllShare("mem"), false);
    check_claim(&graph, &["net", "io"], Claim::AllUse("zip"), false);
}
