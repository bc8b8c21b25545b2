//! fails: the_simd_kernel_keeps_every_row_and_every_null
//! hint_en: `chunks_exact(4)` leaves out the last `n % 4` rows: 5 rows in, 4 rows out. Compute the rest too,
//! in a group filled up with zeros, and cut the result to `n` rows.
//! hint_es: `chunks_exact(4)` deja fuera las últimas `n % 4` filas: entran 5 y salen 4. Calcula también el
//! resto, en un grupo relleno con ceros, y recorta el resultado a `n` filas.

fn haversine_kernel_simd(
    lat1: &Float64Array,
    lon1: &Float64Array,
    lat2: &Float64Array,
    lon2: &Float64Array,
) -> Float64Array {
    // solution:begin haversine_kernel_simd
    let columns = [lat1, lon1, lat2, lon2];
    let [lat1, lon1, lat2, lon2] = columns.map(|column| column.values().chunks_exact(4));
    let mut values = Vec::new();
    for (((lat1, lon1), lat2), lon2) in lat1.zip(lon1).zip(lat2).zip(lon2) {
        let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(f64x4::from);
        values.extend(distance_x4(lat1, lon1, lat2, lon2).to_array());
    }
    let nulls = columns.map(|column| column.nulls());
    let nulls = arrow::buffer::NullBuffer::union_many(nulls);
    let nulls = nulls.map(|nulls| nulls.slice(0, values.len()));
    Float64Array::new(values.into(), nulls)
    // solution:end
}
