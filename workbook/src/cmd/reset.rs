//! `cargo ex reset 16.1.3`: the starter again, with a backup of the student's file.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::cmd::Context;
use crate::progress::{self, Progress};
use crate::{messages, starter};

pub(crate) fn run(context: &Context, id: &str) -> anyhow::Result<bool> {
    let language = context.language;
    let entry = context.find(id)?;
    let root = &context.catalog.root;
    let (file, reference) = (entry.student_file(), entry.reference_file());
    let starter = starter::cut(&read(&root.join(&reference))?)
        .with_context(|| format!("cut {}", reference.display()))?;
    let current = read(&root.join(&file))?;
    let shown = file.display().to_string();
    if current == starter {
        println!("{}", messages::reset_not_needed(language, &shown));
        return Ok(true);
    }
    let backup = back_up(root, id, &current)?;
    fs::write(root.join(&file), starter).with_context(|| format!("write {shown}"))?;
    Progress::load(root)?.update(id, |state| state.passed = false)?;
    println!("{}", messages::reset_done(language, &shown, &backup));
    Ok(true)
}

/// Saves `text` under the first free name and returns that name, relative to the root.
fn back_up(root: &Path, id: &str, text: &str) -> anyhow::Result<String> {
    let folder = Path::new(progress::FOLDER).join("backup");
    fs::create_dir_all(root.join(&folder))
        .with_context(|| format!("create {}", folder.display()))?;
    let names = (1..).map(|number| folder.join(format!("{id}-{number}.rs")));
    let free = names.into_iter().find(|name| !root.join(name).exists());
    let name = free.expect("there are more numbers than files");
    fs::write(root.join(&name), text).with_context(|| format!("write {}", name.display()))?;
    Ok(name.display().to_string())
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}
