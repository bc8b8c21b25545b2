//! fails: the_simd_kernel_keeps_every_row_and_every_null
//! hint_en: This is the first kernel under another name: it computes one row at a time. Go through the rows
//! in steps of four and let `distance_x4` compute each group.
//! hint_es: Este es el primer kernel con otro nombre: calcula fila a fila. Recorre las filas de cuatro en
//! cuatro y deja que `distance_x4` calcule cada grupo.

fn haversine_kernel_simd(
    lat1: &Float64Array,
    lon1: &Float64Array,
    lat2: &Float64Array,
    lon2: &Float64Array,
) -> Float64Array {
    // solution:begin haversine_kernel_simd
    haversine_kernel(lat1, lon1, lat2, lon2)
    // solution:end
}
