//! fails: null_nan_and_impossible_latitudes_stay_apart
//! hint_en: With `unwrap_or(0.0)`, a lost address lies in the Gulf of Guinea, at 0 degrees by 0, and has
//! a distance that looks real. What is not known gives null: `?` on an `Option` says so.
//! hint_es: Con `unwrap_or(0.0)`, una dirección perdida está en el golfo de Guinea, a 0 grados por 0, y
//! su distancia parece real. Lo que no se sabe da nulo: `?` sobre un `Option` lo expresa.

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
                let [lat1, lon1, lat2, lon2] = [0, 1, 2, 3].map(|i| degrees[i][row].unwrap_or(0.0));
                haversine_scalar(lat1, lon1, lat2, lon2)
            };
            let km: Float64Chunked = (0..rows).map(distance).collect();
            Ok(km.with_name(columns[0].name().clone()).into_column())
        },
        &[lon1, lat2, lon2],
        |_: &Schema, fields: &[Field]| Ok(Field::new(fields[0].name().clone(), DataType::Float64)),
    )
    // solution:end
}
