//! fails: numbers_of_any_type_give_float64
//! hint_en: `sin` of a Float32 column is Float32, with seven digits: a distance is then off by meters.
//! Cast all four inputs to Float64 before you compute.
//! hint_es: El `sin` de una columna Float32 es Float32, con siete cifras: la distancia se desvía unos metros.
//! Convierte las cuatro entradas a Float64 antes de calcular.

fn haversine_native(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_native
    let possible = |lat: &Expr| lat.clone().abs().lt_eq(lit(90.0)).or(lat.clone().is_nan());
    let both_possible = possible(&lat1).and(possible(&lat2));

    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(Expr::radians);
    let north = ((lat2.clone() - lat1.clone()) / lit(2.0)).sin();
    let east = ((lon2 - lon1) / lit(2.0)).sin();
    let h = north.clone() * north + lat1.cos() * lat2.cos() * east.clone() * east;
    let angle = h.clip(lit(0.0), lit(1.0)).sqrt().arcsin();
    let km = (angle * lit(2.0 * EARTH_RADIUS_KM)).cast(DataType::Float64);
    when(both_possible).then(km).otherwise(lit(NULL))
    // solution:end
}
