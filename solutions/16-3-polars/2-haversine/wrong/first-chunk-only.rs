//! fails: tables_in_pieces_give_the_same_distances
//! hint_en: A column may consist of several chunks: `downcast_iter` goes through them, and its first item
//! holds only the first rows. `to_vec` and the iterators of a column go through all of them.
//! hint_es: Una columna puede constar de varios trozos: `downcast_iter` los recorre, y su primer elemento
//! solo tiene las primeras filas. `to_vec` y los iteradores de la columna los recorren todos.

fn haversine_udf(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_udf
    lat1.map_many(
        |columns: &mut [Column]| {
            let rows = columns.iter().map(Column::len).find(|&n| n != 1).unwrap_or(1);
            let mut degrees = vec![];
            for column in columns.iter() {
                let mut numbers = column.strict_cast(&DataType::Float64)?;
                if numbers.len() == 1 {
                    numbers = numbers.new_from_index(0, rows);
                }
                let array = numbers.f64()?.downcast_iter().next().expect("a column has a chunk");
                degrees.push(array.iter().map(|value| value.copied()).collect::<Vec<_>>());
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
