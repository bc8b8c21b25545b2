//! fails: null_nan_and_impossible_latitudes_stay_apart
//! hint_en: In Polars NaN is above every number, so NaN fails `abs() <= 90`, and its distance becomes
//! null. In Rust every comparison with NaN is false. Let NaN pass in words: `.or(lat.is_nan())`.
//! hint_es: En Polars NaN es mayor que cualquier número: no cumple `abs() <= 90`, y su distancia acaba en
//! nulo. En Rust toda comparación con NaN es falsa. Deja pasar NaN a propósito: `.or(lat.is_nan())`.

fn haversine_native(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_native
    let [lat1, lon1, lat2, lon2] =
        [lat1, lon1, lat2, lon2].map(|degrees| degrees.strict_cast(DataType::Float64));
    let possible = |lat: &Expr| lat.clone().abs().lt_eq(lit(90.0));
    let both_possible = possible(&lat1).and(possible(&lat2));

    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(Expr::radians);
    let north = ((lat2.clone() - lat1.clone()) / lit(2.0)).sin();
    let east = ((lon2 - lon1) / lit(2.0)).sin();
    let h = north.clone() * north + lat1.cos() * lat2.cos() * east.clone() * east;
    let angle = h.clip(lit(0.0), lit(1.0)).sqrt().arcsin();
    when(both_possible).then(angle * lit(2.0 * EARTH_RADIUS_KM)).otherwise(lit(NULL))
    // solution:end
}
