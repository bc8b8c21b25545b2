//! Which packages of the workspace a package needs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::Context;
use toml::{Table, Value};

/// The packages in `folders` and every package of the workspace that they depend on, directly or
/// not: name by folder, relative to `root`.
pub(crate) fn with_dependencies(
    root: &Path,
    folders: &[PathBuf],
) -> anyhow::Result<BTreeMap<PathBuf, String>> {
    let workspace = manifest(root)?;
    let shared = workspace.get("workspace").and_then(|table| table.get("dependencies"));
    let mut packages = BTreeMap::new();
    let mut open = folders.to_vec();
    while let Some(folder) = open.pop() {
        if packages.contains_key(&folder) {
            continue;
        }
        let manifest = manifest(&root.join(&folder))?;
        let name = manifest.get("package").and_then(|package| package.get("name"));
        let name = name.and_then(Value::as_str);
        let name = name.with_context(|| format!("{} has no package name", folder.display()))?;
        open.extend(paths(&manifest, &folder, shared));
        packages.insert(folder, name.to_owned());
    }
    Ok(packages)
}

/// The folders of the local dependencies of a manifest.
fn paths(manifest: &Table, folder: &Path, shared: Option<&Value>) -> Vec<PathBuf> {
    let per_target = manifest.get("target").and_then(Value::as_table).into_iter().flatten();
    let tables = per_target.filter_map(|(_, table)| table.as_table()).chain([manifest]);
    let mut paths = Vec::new();
    for table in tables {
        for key in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, dependency) in table.get(key).and_then(Value::as_table).into_iter().flatten()
            {
                if let Some(path) = dependency.get("path").and_then(Value::as_str) {
                    paths.push(normal(&folder.join(path)));
                } else if dependency.get("workspace").is_some() {
                    let path = shared.and_then(|shared| shared.get(name)?.get("path")?.as_str());
                    paths.extend(path.map(PathBuf::from));
                }
            }
        }
    }
    paths
}

/// `exercises/a/b/../../../datasets` is `datasets`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(normal.pop()),
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}

fn manifest(folder: &Path) -> anyhow::Result<Table> {
    let path = folder.join("Cargo.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
    text.parse().with_context(|| format!("read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_dependencies_are_followed() {
        let root = tempfile::tempdir().unwrap();
        let add = |folder: &str, text: &str| {
            fs::create_dir_all(root.path().join(folder)).unwrap();
            fs::write(root.path().join(folder).join("Cargo.toml"), text).unwrap();
        };
        add("", "[workspace.dependencies]\nb = { path = \"x/b\" }\nserde = \"1\"\n");
        add("a", "[package]\nname = \"a\"\n[dependencies]\nb.workspace = true\nserde = \"1\"\n");
        add(
            "x/b",
            "[package]\nname = \"b\"\n[target.'cfg(unix)'.dev-dependencies]\nc = { path = \"../../c\" }\n",
        );
        add("c", "[package]\nname = \"c\"\n[dependencies]\nserde.workspace = true\n");
        add("d", "[package]\nname = \"d\"\n");
        let found = with_dependencies(root.path(), &["a".into()]).unwrap();
        let expected = [("a", "a"), ("c", "c"), ("x/b", "b")];
        let expected = expected.map(|(folder, name)| (PathBuf::from(folder), name.to_owned()));
        assert_eq!(found, BTreeMap::from(expected));
    }
}
