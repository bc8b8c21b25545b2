//! 16.2.5: The dependency tree.
//!
//! The tests say what each function must do: `cargo ex 16.2.5`. Then `cargo ex run 16.2.5` runs
//! `main`, below, on the lock file of Polars, DataFusion and Delta-rs.

#[path = "../../../../exercises/16-2-arrow/5-dependency-tree/src/lockfile.rs"]
mod lockfile;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;

use lockfile::{Dependency, Entry};

/// A package of a lock file: a name in one version. Two versions of a name are two packages.
///
/// Packages are ordered by name, then by version; both as text, so that `10.0.0` comes before `9.0.0`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
}

/// What is wrong with a lock file, and in which line; the first line is 1.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LockError {
    line: usize,
    problem: String,
}

/// Which package needs which: a graph whose edges point from a package to what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LockGraph {
    /// Every package of the lock file, with what it needs directly. The set may be empty.
    needs: BTreeMap<Package, BTreeSet<Package>>,
}

/// Takes the name and the version of an entry.
fn package(entry: &Entry) -> Result<Package, LockError> {
    let required = |key: &str, value: &Option<String>| {
        let problem = format!("this package has no `{key}`");
        value.clone().ok_or(LockError { line: entry.line, problem })
    };
    let name = required("name", &entry.name)?;
    Ok(Package { name, version: required("version", &entry.version)? })
}

// ANCHOR: resolve
/// Finds the package that a dependency means.
///
/// The text of a dependency is a name, then a version if `packages` has several of that name, then
/// perhaps the source in parentheses, which does not matter here. White space separates the parts.
///
/// # Errors
///
/// No package fits, or more than one does. The error has the line of the dependency, and its problem
/// names the text of the dependency in backticks.
fn resolve(dependency: &Dependency, packages: &BTreeSet<Package>) -> Result<Package, LockError> {
    // solution:begin resolve: todo!("find {dependency:?} among {} packages", packages.len())
    let mut words = dependency.text.split_whitespace();
    let (name, version) = (words.next().unwrap_or_default(), words.next());
    let fits = |package: &&Package| {
        package.name == name && version.is_none_or(|version| package.version == version)
    };
    let found: Vec<&Package> = packages.iter().filter(fits).collect();
    match found[..] {
        [package] => Ok(package.clone()),
        _ => {
            let (text, count) = (&dependency.text, found.len());
            let problem = format!("`{text}` fits {count} packages, expected 1");
            Err(LockError { line: dependency.line, problem })
        }
    }
    // solution:end
}
// ANCHOR_END: resolve

/// Builds the graph of a lock file.
///
/// Packages may stand in any order: a dependency may be further down than the package that needs it.
/// Where two packages agree in name and version (they come from two sources), they are one, with what
/// both need.
///
/// # Errors
///
/// As [`package`] and [`resolve`]; the first error of each kind ends the work.
fn parse_lock(text: &str) -> Result<LockGraph, LockError> {
    let entries = lockfile::entries(text);
    let packages = entries.iter().map(package).collect::<Result<BTreeSet<Package>, _>>()?;
    // solution:begin parse_lock: todo!("resolve what {} packages need", packages.len())
    let mut needs: BTreeMap<Package, BTreeSet<Package>> = BTreeMap::new();
    for entry in &entries {
        let needed = needs.entry(package(entry)?).or_default();
        for dependency in &entry.dependencies {
            needed.insert(resolve(dependency, &packages)?);
        }
    }
    Ok(LockGraph { needs })
    // solution:end
}

impl LockGraph {
    /// Returns the versions of `name` in the order of [`Package`]; none if there is no such package.
    fn versions(&self, name: &str) -> Vec<&str> {
        // solution:begin versions: todo!("versions of {name}, among {} packages", self.needs.len())
        let packages = self.needs.keys().filter(|package| package.name == name);
        packages.map(|package| package.version.as_str()).collect()
        // solution:end
    }

    /// Returns the names that have two versions or more, with their versions as in
    /// [`versions`](Self::versions).
    fn duplicated(&self) -> BTreeMap<&str, Vec<&str>> {
        // solution:begin duplicated: todo!("names in several versions, among {} packages", self.needs.len())
        let names = self.needs.keys().map(|package| package.name.as_str());
        let versions = names.map(|name| (name, self.versions(name)));
        versions.filter(|(_, versions)| versions.len() > 1).collect()
        // solution:end
    }

    // ANCHOR: reachable
    /// Returns what `root` needs, directly or through other packages.
    ///
    /// All versions of `root` are starting points, and none of them is in the result. An unknown
    /// `root` needs nothing. The graph may have cycles (dev-dependencies make them).
    fn reachable(&self, root: &str) -> BTreeSet<Package> {
        // solution:begin reachable: todo!("follow the edges of {} packages from {root}", self.needs.len())
        let mut reached = BTreeSet::new();
        let mut to_visit: Vec<&Package> =
            self.needs.keys().filter(|package| package.name == root).collect();
        while let Some(package) = to_visit.pop() {
            for needed in &self.needs[package] {
                if needed.name != root && reached.insert(needed.clone()) {
                    to_visit.push(needed);
                }
            }
        }
        reached
        // solution:end
    }
    // ANCHOR_END: reachable

    /// Returns whether some version of `target` is [`reachable`](Self::reachable) from `root`. So
    /// nothing depends on itself.
    fn depends_on(&self, root: &str, target: &str) -> bool {
        // solution:begin depends_on: todo!("{root} to {target} among {} packages", self.needs.len())
        self.reachable(root).iter().any(|package| package.name == target)
        // solution:end
    }

    // ANCHOR: shortest_path
    /// Returns a shortest chain of packages, each of which needs the next, from a version of `root`
    /// to a version of `target`, both included. Where several are equally short, any will do.
    ///
    /// `None` exactly where [`depends_on`](Self::depends_on) is false.
    fn shortest_path(&self, root: &str, target: &str) -> Option<Vec<Package>> {
        // solution:begin shortest_path: todo!("{root} to {target} among {} packages", self.needs.len())
        let mut seen: BTreeSet<&Package> =
            self.needs.keys().filter(|package| package.name == root).collect();
        let mut paths: std::collections::VecDeque<Vec<Package>> =
            seen.iter().map(|&package| vec![package.clone()]).collect();
        while let Some(path) = paths.pop_front() {
            for needed in &self.needs[&path[path.len() - 1]] {
                if seen.insert(needed) {
                    let longer = [&path[..], std::slice::from_ref(needed)].concat();
                    if needed.name == target {
                        return Some(longer);
                    }
                    paths.push_back(longer);
                }
            }
        }
        None
        // solution:end
    }
    // ANCHOR_END: shortest_path

    /// Returns the packages that are reachable from every one of `roots`; none if there are no roots.
    /// A package counts in the same version only.
    fn shared(&self, roots: &[&str]) -> BTreeSet<Package> {
        // solution:begin shared: todo!("what {roots:?} share of {} packages", self.needs.len())
        let mut sets = roots.iter().map(|root| self.reachable(root));
        let first = sets.next().unwrap_or_default();
        sets.fold(first, |shared, set| &shared & &set)
        // solution:end
    }

    // ANCHOR: blast_radius
    /// Returns the same packages with every edge turned around: from a package to those that need it.
    fn reversed(&self) -> Self {
        // solution:begin reversed: todo!("turn around the edges of {} packages", self.needs.len())
        let mut needs: BTreeMap<Package, BTreeSet<Package>> =
            self.needs.keys().map(|package| (package.clone(), BTreeSet::new())).collect();
        for (package, needed) in &self.needs {
            for target in needed {
                needs.entry(target.clone()).or_default().insert(package.clone());
            }
        }
        Self { needs }
        // solution:end
    }

    /// Returns how many packages need a version of `name`, directly or through others: those that a
    /// bug in it may reach. The versions of `name` itself do not count.
    fn blast_radius(&self, name: &str) -> usize {
        // solution:begin blast_radius: todo!("who needs {name}, among {} packages", self.needs.len())
        self.reversed().reachable(name).len()
        // solution:end
    }
    // ANCHOR_END: blast_radius
}

// ANCHOR: claims
/// What somebody says about the dependencies of some packages, the roots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// Every root depends on the package, in whatever version.
    AllUse(&'static str),
    /// There is a version of the package that every root depends on.
    AllShare(&'static str),
    /// A package depends on another, whatever the roots are.
    Uses { package: &'static str, dependency: &'static str },
    /// Each package depends on the next.
    Chain(&'static [&'static str]),
}

/// Returns whether a claim holds in `graph`. What is said of all roots holds if there are none,
/// except that no roots share anything. Every chain of one package or none holds.
fn check(graph: &LockGraph, roots: &[&str], claim: Claim) -> bool {
    // solution:begin check: todo!("is {claim:?} true for {roots:?}, among {}?", graph.needs.len())
    match claim {
        Claim::AllUse(name) => roots.iter().all(|root| graph.depends_on(root, name)),
        Claim::AllShare(name) => graph.shared(roots).iter().any(|package| package.name == name),
        Claim::Uses { package, dependency } => graph.depends_on(package, dependency),
        Claim::Chain(names) => names.windows(2).all(|pair| graph.depends_on(pair[0], pair[1])),
    }
    // solution:end
}
// ANCHOR_END: claims

/// The engines that the drawing in the chapter puts on top.
const ROOTS: [&str; 3] = ["polars", "datafusion", "deltalake"];

/// What such a drawing says.
const CLAIMS: [Claim; 8] = [
    Claim::AllUse("arrow-array"),
    Claim::AllUse("parquet"),
    Claim::AllShare("object_store"),
    Claim::AllShare("tokio"),
    Claim::Uses { package: "polars", dependency: "datafusion" },
    Claim::Uses { package: "deltalake", dependency: "datafusion" },
    Claim::Chain(&["polars", "polars-parquet", "polars-arrow"]),
    Claim::Chain(&["polars", "arrow-array", "parquet"]),
];

fn main() -> Result<(), LockError> {
    let graph = parse_lock(lockfile::ENGINES)?;
    let edges: usize = graph.needs.values().map(BTreeSet::len).sum();
    println!("{} packages, {edges} edges\n", graph.needs.len());

    show_roots(&graph);
    println!("\nPackages that they share:");
    for roots in [&ROOTS[..2], &ROOTS[1..], &ROOTS] {
        println!("  {:<29} {}", roots.join(", "), graph.shared(roots).len());
    }
    println!("\nWhat the drawing says:");
    for claim in CLAIMS {
        println!("  {:<5} {claim:?}", check(&graph, &ROOTS, claim));
    }
    println!("\nShortest paths:");
    for (root, target) in [("polars", "object_store"), ("datafusion", "rayon")] {
        let path = graph.shortest_path(root, target).unwrap_or_default();
        let path: Vec<String> = path.iter().map(Package::to_string).collect();
        println!("  {}", path.join(" → "));
    }
    show_blast_radius(&graph);
    show_versions(&graph);
    Ok(())
}

/// Prints how many packages each engine reaches, and whether some telling ones are among them.
fn show_roots(graph: &LockGraph) {
    let telling = ["arrow-array", "parquet", "polars-arrow", "polars-parquet", "object_store"];
    println!("  {:<19} reaches  {}", "", telling.join("  "));
    for root in ROOTS {
        let package = format!("{root} {}", graph.versions(root).join(", "));
        print!("  {package:<19} {:>7}", graph.reachable(root).len());
        for target in telling {
            let answer = if graph.depends_on(root, target) { "yes" } else { "no" };
            print!("  {answer:>width$}", width = target.len());
        }
        println!();
    }
}

/// Prints how many packages need some others: directly, and at all.
fn show_blast_radius(graph: &LockGraph) {
    println!("\nPackages that a bug may reach   direct   all");
    let reversed = graph.reversed();
    for name in ["arrow-array", "parquet", "object_store", "tokio", "bytes", "libc", "syn"] {
        let users = reversed.needs.iter().filter(|(package, _)| package.name == name);
        let direct = users.flat_map(|(_, users)| users).collect::<BTreeSet<_>>().len();
        println!("  {name:<29} {direct:>6} {:>5}", graph.blast_radius(name));
    }
}

/// Prints names in several versions, and what a dependency on one of them has to say.
fn show_versions(graph: &LockGraph) {
    let duplicated = graph.duplicated();
    println!("\n{} names in several versions, such as:", duplicated.len());
    for (name, versions) in duplicated.iter().filter(|(_, versions)| versions.len() > 2) {
        println!("  {name:<14} {}", versions.join(", "));
    }
    let packages: BTreeSet<Package> = graph.needs.keys().cloned().collect();
    println!("\nSo a dependency has to say which one it means:");
    for text in ["hashbrown", "hashbrown 0.17.1"] {
        match resolve(&Dependency { line: 1, text: text.to_owned() }, &packages) {
            Ok(package) => println!("  `{text}` is {package}"),
            Err(error) => println!("  {error}"),
        }
    }
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}", self.name, self.version)
    }
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl Error for LockError {}

#[cfg(test)]
#[path = "../../../../exercises/16-2-arrow/5-dependency-tree/src/tests.rs"]
mod tests;
