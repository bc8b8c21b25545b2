//! fails: partitioned_files_are_found_in_order
//! hint_en: The values of a folder hold for what is below it. With one map for the whole walk, the
//! values of a folder reach its neighbors too: give each folder a copy of its parent's.
//! hint_es: Los valores de una carpeta valen para lo que hay debajo. Con un solo mapa para todo el
//! recorrido, llegan también a las carpetas vecinas: dale a cada carpeta una copia de los de la
//! carpeta que la contiene.

fn hive_partitions(root: &Path) -> io::Result<Vec<PartitionFile>> {
    // solution:begin hive_partitions
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    let mut values = PartitionValues::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if name.starts_with(['_', '.']) {
                continue;
            } else if entry.file_type()?.is_dir() {
                values.extend(partition_value(&name));
                folders.push(path);
            } else if name.ends_with(".parquet") {
                found.push(PartitionFile { path, values: values.clone() });
            }
        }
    }
    found.sort();
    Ok(found)
    // solution:end
}
