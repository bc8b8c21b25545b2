//! fails: filters_pass_below_and_unused_distances_vanish
//! hint_en: `apply_many` tells Polars that the result may depend on all rows of a group, so no filter
//! can pass below it. Each distance depends on its own row alone: `map_many` says that.
//! hint_es: `apply_many` le dice a Polars que el resultado puede depender de todas las filas de un grupo,
//! así que ningún filtro pasa por debajo. Cada distancia depende solo de su fila: eso dice `map_many`.

fn haversine_udf(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_udf
    lat1.apply_many(
        |columns: &mut [Column]| {
            let rows = columns.iter().map(Column::len).find(|&n| n != 1).unwrap_or(1);
            let mut degrees = vec![];
            for column in columns.iter() {
                let mut numbers = column.strict_cast(&DataType::Float64)?;
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
