//! fails: a_null_in_any_column_is_a_null_distance
//! hint_en: `value(i)` reads the memory of row `i` without a look at its validity: a lost address becomes a
//! point on the globe. Give the result the nulls of all four columns: `NullBuffer::union_many`.
//! hint_es: `value(i)` lee la memoria de la fila `i` sin mirar si es válida: una dirección perdida se
//! convierte en un punto del globo. Da al resultado los nulos de las cuatro columnas:
//! `NullBuffer::union_many`.

fn haversine_kernel(
    lat1: &Float64Array,
    lon1: &Float64Array,
    lat2: &Float64Array,
    lon2: &Float64Array,
) -> Float64Array {
    // solution:begin haversine_kernel
    let mut distances = Vec::with_capacity(lat1.len());
    for i in 0..lat1.len() {
        distances.push(distance_km(lat1.value(i), lon1.value(i), lat2.value(i), lon2.value(i)));
    }
    Float64Array::from(distances)
    // solution:end
}
