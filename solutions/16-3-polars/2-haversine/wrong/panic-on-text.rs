//! fails: text_that_is_no_number_is_an_error
//! hint_en: A column of text is bad input, not a bug in your program: `unwrap` turns it into a panic on
//! one of Polars' threads. The closure returns a `PolarsResult`: hand the error on with `?`.
//! hint_es: Una columna de texto es una entrada mala, no un fallo de tu programa: `unwrap` la convierte
//! en un panic en un hilo de Polars. La clausura devuelve un `PolarsResult`: pasa el error con `?`.

fn haversine_udf(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_udf
    lat1.map_many(
        |columns: &mut [Column]| {
            let rows = columns.iter().map(Column::len).find(|&n| n != 1).unwrap_or(1);
            let mut degrees = vec![];
            for column in columns.iter() {
                let mut numbers = column.strict_cast(&DataType::Float64).unwrap();
                if numbers.len() == 1 {
                    numbers = numbers.new_from_index(0, rows);
                }
                degrees.push(numbers.f64()?.to_vec());
            }
            let distance = |row: usize| {
                let at = |i: usize| degrees[i][row];
                haversine_scalar(at(0)?, at(1)?, at(2)?, at(3)?)
            };
            let km: Float64Chunked = (0..rows).map(distance).collect();
            Ok(km.with_name(columns[0].name().clone()).into_column())
        },
        &[lon1, lat2, lon2],
        |_: &Schema, fields: &[Field]| Ok(Field::new(fields[0].name().clone(), DataType::Float64)),
    )
    // solution:end
}
