//! fails: integer_average_keeps_its_fraction
//! hint_en: In Rust, `/` on two integer expressions floors: 7 by 2 is 3. The Python API casts for you;
//! here you cast to Float64 before you divide.
//! hint_es: En Rust, `/` entre dos expresiones enteras redondea hacia abajo: 7 entre 2 es 3. La API de
//! Python convierte por ti; aquí conviertes tú a Float64 antes de dividir.

fn integer_average(total: i64, count: i64) -> PolarsResult<f64> {
    // solution:begin integer_average
    let average = (lit(total) / lit(count)).cast(DataType::Float64);
    let table = DataFrame::empty().lazy().select([average.alias("average")]).collect()?;
    Ok(table.column("average")?.f64()?.get(0).unwrap_or(total as f64 / 0.0))
    // solution:end
}
