//! 16.2.5: The dependency tree.
//!
//! The tests say what each function must do: `cargo ex 16.2.5`. Then `cargo ex run 16.2.5` runs
//! `main`, below, on the lock file of Polars, DataFusion and Delta-rs.

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
    todo!("find {dependency:?} among {} packages", packages.len())
}

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
    todo!("resolve what {} packages need", packages.len())
}

impl LockGraph {
    /// Returns the versions of `name` in the order of [`Package`]; none if there is no such package.
    fn versions(&self, name: &str) -> Vec<&str> {
        todo!("versions of {name}, among {} packages", self.needs.len())
    }

    /// Returns the names that have two versions or more, with their versions as in
    /// [`versions`](Self::versions).
    fn duplicated(&self) -> BTreeMap<&str, Vec<&str>> {
        todo!("names in several versions, among {} packages", self.needs.len())
    }

    /// Returns what `root` needs, directly or through other packages.
    ///
    /// All versions of `root` are starting points, and none of them is in the result. An unknown
    /// `root` needs nothing. The graph may have cycles (dev-dependencies make them).
    fn reachable(&self, root: &str) -> BTreeSet<Package> {
        todo!("follow the edges of {} packages from {root}", self.needs.len())
    }

    /// Returns whether some version of `target` is [`reachable`](Self::reachable) from `root`. So
    /// nothing depends on itself.
    fn depends_on(&self, root: &str, target: &str) -> bool {
        todo!("{root} to {target} among {} packages", self.needs.len())
    }

    /// Returns a shortest chain of packages, each of which needs the next, from a version of `root`
    /// to a version of `target`, both included. Where several are equally short, any will do.
    ///
    /// `None` exactly where [`depends_on`](Self::depends_on) is false.
    fn shortest_path(&self, root: &str, target: &str) -> Option<Vec<Package>> {
        todo!("{root} to {target} among {} packages", self.needs.len())
    }

    /// Returns the packages that are reachable from every one of `roots`; none if there are no roots.
    /// A package counts in the same version only.
    fn shared(&self, roots: &[&str]) -> BTreeSet<Package> {
        todo!("what {roots:?} share of {} packages", self.needs.len())
    }

    /// Returns the same packages with every edge turned around: from a package to those that need it.
    fn reversed(&self) -> Self {
        todo!("turn around the edges of {} packages", self.needs.len())
    }

    /// Returns how many packages need a version of `name`, directly or through others: those that a
    /// bug in it may reach. The versions of `name` itself do not count.
    fn blast_radius(&self, name: &str) -> usize {
        todo!("who needs {name}, among {} packages", self.needs.len())
    }
}

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
    todo!("is {claim:?} true for {roots:?}, among {}?", graph.needs.len())
}

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
mod tests;
