//! fails: a_null_in_any_column_is_a_null_distance
//! hint_en: NaN is a number that a sensor may send, null is no value at all: in Arrow, they are
//! different things. And behind a null there may be any number, not only NaN. Unite the null bitmaps of
//! the columns instead.
//! hint_es: NaN es un número que puede enviar un sensor; nulo es la ausencia de valor: en Arrow son
//! cosas distintas. Y detrás de un nulo puede haber cualquier número, no solo NaN. Une los bitmaps de
//! nulos de las columnas.

fn haversine_kernel(
    lat1: &Float64Array,
    lon1: &Float64Array,
    lat2: &Float64Array,
    lon2: &Float64Array,
) -> Float64Array {
    // solution:begin haversine_kernel
    let distance = |i| {
        let km = distance_km(lat1.value(i), lon1.value(i), lat2.value(i), lon2.value(i));
        (!km.is_nan()).then_some(km)
    };
    (0..lat1.len()).map(distance).collect()
    // solution:end
}
