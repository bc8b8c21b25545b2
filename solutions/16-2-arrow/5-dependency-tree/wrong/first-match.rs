//! fails: a_dependency_that_fits_no_single_package_is_an_error
//! hint_en: `find` stops at the first package that fits and never learns of a second. A name without
//! a version that exists in two versions means neither of them: collect all that fit, and expect one.
//! hint_es: `find` se queda con el primer paquete que encaja y no se entera de si hay otro. Un nombre
//! sin versión que existe en dos versiones no señala ninguna: reúne todos los que encajan y exige uno.

fn resolve(dependency: &Dependency, packages: &BTreeSet<Package>) -> Result<Package, LockError> {
    // solution:begin resolve
    let mut words = dependency.text.split(' ');
    let (name, version) = (words.next().unwrap_or_default(), words.next());
    let mut named = packages.iter().filter(|package| package.name == name);
    let found = named.find(|package| version.is_none_or(|version| package.version == version));
    found.cloned().ok_or_else(|| LockError {
        line: dependency.line,
        problem: format!("`{}` is not in the lock file", dependency.text),
    })
    // solution:end
}
