//! fails: literals_count_for_every_row
//! hint_en: A literal arrives as a column with one value, and `zip` stops at the shortest of its inputs:
//! one row is left. Repeat a single value as often as there are rows, even if there are none.
//! hint_es: Un literal llega como una columna de un solo valor, y `zip` se detiene en la entrada más
//! corta: queda una fila. Repite el valor único tantas veces como filas haya, aunque no haya ninguna.

fn haversine_udf(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_udf
    lat1.map_many(
        |columns: &mut [Column]| {
            let mut degrees = vec![];
            for column in columns.iter() {
                degrees.push(column.strict_cast(&DataType::Float64)?.f64()?.to_vec());
            }
            let from = degrees[0].iter().zip(&degrees[1]);
            let to = degrees[2].iter().zip(&degrees[3]);
            let km: Float64Chunked = from
                .zip(to)
                .map(|((lat1, lon1), (lat2, lon2))| {
                    haversine_scalar((*lat1)?, (*lon1)?, (*lat2)?, (*lon2)?)
                })
                .collect();
            Ok(km.with_name(columns[0].name().clone()).into_column())
        },
        &[lon1, lat2, lon2],
        |_: &Schema, fields: &[Field]| Ok(Field::new(fields[0].name().clone(), DataType::Float64)),
    )
    // solution:end
}
