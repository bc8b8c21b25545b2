//! Makes sure that a dataset is on disk, whole.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use datasets::{Dataset, Format, MANIFEST_FILE, Manifest, Table};
use fs_err::{self as fs, File};

use crate::folder::{Folder, data_files, generate_command};
use crate::options::Options;
use crate::space;
use crate::write::{answers_only, estimated_bytes, file_name, write_table};

/// Returns the verified folder of `dataset` below `root`, with every table of `tables` in every
/// format of `options`. Generates what is missing.
///
/// The folder is `root/<id of the dataset>`. Tables can be added to it later; the answers that
/// exist are kept. A folder without a manifest was interrupted: it is cleaned and written again.
/// Other processes that ask for the same dataset wait until this one is done.
///
/// # Errors
///
/// * a parameter of `dataset` is out of range
/// * the folder holds something else, is damaged, or was written with another compression or group
///   size, and `options.force` is not set
/// * there is not enough room, checked before anything is written
/// * the disk fails or `options.observer` asks to stop; a folder that was complete before stays so,
///   without the new tables
pub fn ensure(
    dataset: &Dataset,
    tables: &[Table],
    root: &Path,
    options: &Options,
) -> Result<Folder> {
    dataset.validate()?;
    ensure!(options.group_rows > 0, "a row group cannot have 0 rows");
    fs::create_dir_all(root)?;
    let _lock = lock(root, dataset)?;
    let path = root.join(dataset.id());
    if options.force {
        clear(&path)?;
    }
    let mut folder = match path.join(MANIFEST_FILE).exists() {
        true => Folder::open(&path)?,
        false => Folder::empty(path, dataset),
    };
    let wanted = pairs(tables, options.formats);
    for &pair in &wanted {
        check_settings(folder.manifest(), pair, options)?;
    }
    remove_leftovers(&folder)?;
    folder.verify()?;
    complete(&mut folder, &wanted, options)?;
    Ok(folder)
}

/// Keeps other processes away from the dataset until the file is closed.
fn lock(root: &Path, dataset: &Dataset) -> Result<File> {
    let path = root.join(format!(".{}.lock", dataset.id()));
    let file = File::create(&path)?;
    file.file().lock().with_context(|| format!("cannot lock `{}`", path.display()))?;
    Ok(file)
}

/// Removes the manifest and every generated file, in this order: a crash in between leaves a folder
/// that is known to be incomplete.
fn clear(folder: &Path) -> Result<()> {
    let manifest = folder.join(MANIFEST_FILE);
    if manifest.exists() {
        fs::remove_file(manifest)?;
    }
    remove(folder, &data_files(folder)?)
}

/// Removes what an interrupted generation left behind. Files that it cannot have written stay.
fn remove_leftovers(folder: &Folder) -> Result<()> {
    let ours = pairs(&Table::ALL, &[Format::Parquet, Format::Arrow]);
    let ours: Vec<String> = ours.iter().map(|&(table, format)| file_name(table, format)).collect();
    let mut leftovers = folder.strays()?;
    leftovers.retain(|name| {
        let name = name.strip_suffix(".tmp").unwrap_or(name);
        name == MANIFEST_FILE || ours.iter().any(|file| file == name)
    });
    remove(folder.path(), &leftovers)
}

fn remove(folder: &Path, names: &[String]) -> Result<()> {
    for name in names {
        fs::remove_file(folder.join(name))?;
    }
    Ok(())
}

fn pairs(tables: &[Table], formats: &[Format]) -> Vec<(Table, Format)> {
    let pairs = tables.iter().flat_map(|&table| formats.iter().map(move |&format| (table, format)));
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort();
    pairs.dedup();
    pairs
}

/// Refuses a file that exists but was written with other settings.
fn check_settings(
    manifest: &Manifest,
    (table, format): (Table, Format),
    options: &Options,
) -> Result<()> {
    let Some(file) = manifest.file(table, format) else { return Ok(()) };
    let compression = options.compression(format).name();
    let group_rows = options.group_rows(format);
    ensure!(
        file.compression == compression && file.group_rows == group_rows,
        "`{}` of `{}` has compression {} in groups of {} rows, but {compression} in groups of \
         {group_rows} rows is asked for; run `{} --force` with the settings you want",
        file.name,
        manifest.id,
        file.compression,
        file.group_rows,
        generate_command(&manifest.dataset),
    );
    Ok(())
}

/// Writes the files that `folder` lacks and collects the answers that it lacks, then the manifest.
fn complete(folder: &mut Folder, wanted: &[(Table, Format)], options: &Options) -> Result<()> {
    let manifest = folder.manifest();
    let dataset = manifest.dataset.clone();
    let mut missing = wanted.to_vec();
    missing.retain(|&(table, format)| manifest.file(table, format).is_none());
    let unanswered = |manifest: &Manifest, table| options.answers && !is_answered(manifest, table);
    let complete = wanted.iter().all(|&(table, _)| !unanswered(manifest, table));
    if missing.is_empty() && complete && folder.path().join(MANIFEST_FILE).exists() {
        return Ok(());
    }

    check_room(&dataset, &missing, folder.path(), options)?;
    fs::create_dir_all(folder.path())?;
    for pair in missing {
        let answers = unanswered(folder.manifest(), pair.0);
        let (file, answers) = write_table(&dataset, pair, folder.path(), options, answers)?;
        folder.manifest_mut().files.push(file);
        folder.manifest_mut().answers.extend(answers);
    }
    for &(table, _) in wanted {
        if unanswered(folder.manifest(), table) {
            let answers = answers_only(&dataset, table, options)?;
            folder.manifest_mut().answers.extend(answers);
        }
    }
    folder.manifest_mut().files.sort_by_key(|file| (file.table, file.format));
    folder.write_manifest()
}

/// Whether the manifest has the answers that come with `table`.
fn is_answered(manifest: &Manifest, table: Table) -> bool {
    match table {
        Table::Ventas => manifest.answers.contains_key("sum"),
        Table::Entregas => manifest.answers.contains_key("haversine"),
        Table::Clientes | Table::Eventos => true,
    }
}

fn check_room(
    dataset: &Dataset,
    missing: &[(Table, Format)],
    folder: &Path,
    options: &Options,
) -> Result<()> {
    let mut needed_bytes = 0;
    for &pair in missing {
        needed_bytes += estimated_bytes(dataset, pair, options)?;
    }
    let existing = folder.ancestors().find(|ancestor| ancestor.exists());
    let free_bytes = (options.free_bytes)(existing.unwrap_or(folder))?;
    space::check(needed_bytes, free_bytes, folder)
}
