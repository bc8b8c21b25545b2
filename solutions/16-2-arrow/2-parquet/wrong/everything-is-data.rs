//! fails: logs_and_unfinished_files_are_skipped
//! hint_en: Folders such as `_delta_log` hold Parquet files that are not part of the data, and
//! `_temporary` holds those of a write that never ended. Skip names that begin with `_` or `.`.
//! hint_es: Carpetas como `_delta_log` contienen archivos Parquet que no son parte de los datos, y
//! `_temporary`, los de una escritura que no terminó. Salta los nombres que empiezan por `_` o `.`.

fn hive_partitions(root: &Path) -> io::Result<Vec<PartitionFile>> {
    // solution:begin hive_partitions
    let mut found = Vec::new();
    let mut folders = vec![(root.to_owned(), PartitionValues::new())];
    while let Some((folder, values)) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            let mut values = values.clone();
            if entry.file_type()?.is_dir() {
                values.extend(partition_value(&name));
                folders.push((path, values));
            } else if name.ends_with(".parquet") {
                found.push(PartitionFile { path, values });
            }
        }
    }
    found.sort();
    Ok(found)
    // solution:end
}
