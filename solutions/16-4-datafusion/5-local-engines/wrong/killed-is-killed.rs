//! fails: lack_of_memory_and_of_time_is_recognized
//! hint_en: Whoever runs out of time has not run out of memory, even if a warning about memory is in its
//! log. Look at `exit` before you look at the text.
//! hint_es: A quien se le acaba el tiempo no se le ha acabado la memoria, aunque su registro hable de
//! memoria. Mira `exit` antes que el texto.

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
        "Error during planning: Invalid function ",
        "_duckdb.ParserException: ",
        "_duckdb.CatalogException: Catalog Error: Scalar Function ",
        "pyspark.errors.exceptions.captured.ParseException: ",
        "pyspark.errors.exceptions.captured.AnalysisException: [UNRESOLVED_ROUTINE]",
    ];
    let says = |kinds: &[&str]| {
        stderr.lines().any(|line| kinds.iter().any(|kind| line.starts_with(kind)))
    };
    match exit {
        Exit::MemoryLimit | Exit::Signal(9) => Failure::OutOfMemory,
        _ if says(&MEMORY) => Failure::OutOfMemory,
        Exit::TimeLimit => Failure::Timeout,
        _ if says(&UNSUPPORTED) => Failure::Unsupported,
        _ => Failure::Other,
    }
    // solution:end
}
