//! fails: numbers_of_any_type_give_float64
//! hint_en: The last argument of `map_many` declares the type of the result. Here it declares that of
//! the first input, which for integers is wrong: what you return is always Float64.
//! hint_es: El último argumento de `map_many` declara el tipo del resultado. Aquí declara el de la
//! primera entrada, y con enteros es falso: lo que devuelves es siempre Float64.

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
        |_: &Schema, fields: &[Field]| Ok(fields[0].clone()),
    )
    // solution:end
}
