//! fails: lack_of_memory_and_of_time_is_recognized
//! hint_en: You look at the last line alone. DuckDB ends with advice and Spark with a trace; the kind of
//! the error stands further up, at the beginning of a line.
//! hint_es: Solo miras la última línea. DuckDB termina con consejos y Spark con una traza; el tipo de
//! error está más arriba, al principio de una línea.

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
        stderr.lines().last().is_some_and(|line| kinds.iter().any(|kind| line.starts_with(kind)))
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
