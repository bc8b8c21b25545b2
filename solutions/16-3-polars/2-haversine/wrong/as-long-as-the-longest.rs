//! fails: literals_count_for_every_row
//! hint_en: The longest column has as many values as the table has rows, unless the table has none:
//! then a literal is the longest, and the result has a row too many. Look for a length other than 1.
//! hint_es: La columna más larga tiene tantos valores como filas la tabla, salvo que no haya filas:
//! entonces gana un literal y el resultado tiene una fila de más. Busca una longitud distinta de 1.

fn haversine_udf(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_udf
    lat1.map_many(
        |columns: &mut [Column]| {
            let rows = columns.iter().map(Column::len).max().unwrap_or(0);
            let mut degrees = vec![];
            for column in columns.iter() {
                let mut numbers = column.strict_cast(&DataType::Float64)?;
                if numbers.len() < rows {
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
