//! fails: native_agrees_with_the_oracle
//! hint_en: Between opposite points, rounding can make `h` the next number above 1. Then 1 - h is
//! negative, its square root NaN, and the distance is lost. Clip `h` to 0 and 1 before you go on.
//! hint_es: Entre puntos opuestos, el redondeo puede convertir `h` en el número que sigue a 1. Entonces
//! 1 - h es negativo, su raíz es NaN y la distancia se pierde. Limita antes `h` entre 0 y 1 con `clip`.

fn haversine_native(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_native
    let [lat1, lon1, lat2, lon2] =
        [lat1, lon1, lat2, lon2].map(|degrees| degrees.strict_cast(DataType::Float64));
    let possible = |lat: &Expr| lat.clone().abs().lt_eq(lit(90.0)).or(lat.clone().is_nan());
    let both_possible = possible(&lat1).and(possible(&lat2));

    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(Expr::radians);
    let north = ((lat2.clone() - lat1.clone()) / lit(2.0)).sin();
    let east = ((lon2 - lon1) / lit(2.0)).sin();
    let h = north.clone() * north + lat1.cos() * lat2.cos() * east.clone() * east;
    let angle = h.clone().sqrt().arctan2((lit(1.0) - h).sqrt());
    when(both_possible).then(angle * lit(2.0 * EARTH_RADIUS_KM)).otherwise(lit(NULL))
    // solution:end
}
