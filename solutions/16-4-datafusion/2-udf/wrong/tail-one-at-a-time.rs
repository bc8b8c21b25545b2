//! fails: every_batch_size_gives_the_same_bits
//! hint_en: The last rows are computed by `distance_km` here, whose sines differ from those of `wide` in
//! the last bits: a row changes its distance when it lands elsewhere in a batch. Compute the rest by
//! `distance_x4` too, filled up with zeros.
//! hint_es: Aquí las últimas filas las calcula `distance_km`, cuyos senos difieren de los de `wide` en los
//! últimos bits: una fila cambia de distancia cuando cae en otro sitio del lote. Calcula también el resto
//! con `distance_x4`, relleno con ceros.

fn haversine_kernel_simd(
    lat1: &Float64Array,
    lon1: &Float64Array,
    lat2: &Float64Array,
    lon2: &Float64Array,
) -> Float64Array {
    // solution:begin haversine_kernel_simd
    let n = lat1.len();
    let full = n - n % 4;
    let four = |column: &Float64Array, i: usize| f64x4::from(&column.values()[i..i + 4]);
    let mut values = Vec::with_capacity(n);
    for i in (0..full).step_by(4) {
        let distances = distance_x4(four(lat1, i), four(lon1, i), four(lat2, i), four(lon2, i));
        values.extend(distances.to_array());
    }
    for i in full..n {
        values.push(distance_km(lat1.value(i), lon1.value(i), lat2.value(i), lon2.value(i)));
    }
    let nulls = [lat1, lon1, lat2, lon2].map(|column| column.nulls());
    Float64Array::new(values.into(), arrow::buffer::NullBuffer::union_many(nulls))
    // solution:end
}
