//! fails: all_else_is_other
//! hint_en: DuckDB calls a missing table and a missing function by one name, `CatalogException`, and so
//! do the planning errors of DataFusion. Only a missing function means that the engine cannot do what
//! was asked: read on in the line.
//! hint_es: DuckDB llama igual, `CatalogException`, a una tabla que falta y a una función que no tiene,
//! y lo mismo pasa con los errores de planificación de DataFusion. Solo lo segundo significa que el
//! motor no sabe hacer lo que se le pide: sigue leyendo la línea.

fn classify(exit: Exit, stderr: &str) -> Failure {
    // solution:begin classify
    const MEMORY: [&str; 5] = [
        "Resources exhausted: ",
        "_duckdb.OutOfMemoryException: ",
        "java.lang.OutOfMemoryError: ",
        "org.apache.spark.memory.SparkOutOfMemoryError: ",
        "memory allocation of ",
    ];
    const UNSUPPORTED: [&str; 7] = [
        "SQL error: ParserError",
        "This feature is not implemented: ",
        "Error during planning: ",
        "_duckdb.ParserException: ",
        "_duckdb.CatalogException: ",
        "pyspark.errors.exceptions.captured.ParseException: ",
        "pyspark.errors.exceptions.captured.AnalysisException: [UNRESOLVED_ROUTINE]",
    ];
    let says = |kinds: &[&str]| {
        stderr.lines().any(|line| kinds.iter().any(|kind| line.starts_with(kind)))
    };
    match exit {
        Exit::TimeLimit => Failure::Timeout,
        Exit::MemoryLimit | Exit::Signal(9) => Failure::OutOfMemory,
        _ if says(&MEMORY) => Failure::OutOfMemory,
        _ if says(&UNSUPPORTED) => Failure::Unsupported,
        _ => Failure::Other,
    }
    // solution:end
}
