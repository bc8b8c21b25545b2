//! fails: the_simd_kernel_keeps_every_row_and_every_null
//! hint_en: The result has the nulls of one column here. In `entregas` only the destination can be null, but
//! a kernel serves any table: unite the bitmaps of all four columns.
//! hint_es: Aquí el resultado tiene los nulos de una sola columna. En `entregas` solo el destino puede ser
//! nulo, pero un kernel sirve para cualquier tabla: une los bitmaps de las cuatro columnas.

fn haversine_kernel_simd(
    lat1: &Float64Array,
    lon1: &Float64Array,
    lat2: &Float64Array,
    lon2: &Float64Array,
) -> Float64Array {
    // solution:begin haversine_kernel_simd
    let n = lat1.len();
    let four = |column: &Float64Array, i: usize| f64x4::from(&column.values()[i..n.min(i + 4)]);
    let mut values = Vec::with_capacity(n.next_multiple_of(4));
    for i in (0..n).step_by(4) {
        let distances = distance_x4(four(lat1, i), four(lon1, i), four(lat2, i), four(lon2, i));
        values.extend(distances.to_array());
    }
    values.truncate(n);
    Float64Array::new(values.into(), lat2.nulls().cloned())
    // solution:end
}
