//! fails: text_that_is_no_number_is_an_error
//! hint_en: In Rust, `cast` turns what it cannot convert into null, and "Madrid" becomes a lost address.
//! In Python `cast` is strict unless you say otherwise. Here you say so: `strict_cast`.
//! hint_es: En Rust, `cast` convierte en nulo lo que no sabe convertir, y "Madrid" pasa por una dirección
//! perdida. En Python `cast` es estricto si no dices otra cosa. Aquí se pide: `strict_cast`.

fn haversine_native(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_native
    let [lat1, lon1, lat2, lon2] =
        [lat1, lon1, lat2, lon2].map(|degrees| degrees.cast(DataType::Float64));
    let possible = |lat: &Expr| lat.clone().abs().lt_eq(lit(90.0)).or(lat.clone().is_nan());
    let both_possible = possible(&lat1).and(possible(&lat2));

    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(Expr::radians);
    let north = ((lat2.clone() - lat1.clone()) / lit(2.0)).sin();
    let east = ((lon2 - lon1) / lit(2.0)).sin();
    let h = north.clone() * north + lat1.cos() * lat2.cos() * east.clone() * east;
    let angle = h.clip(lit(0.0), lit(1.0)).sqrt().arcsin();
    when(both_possible).then(angle * lit(2.0 * EARTH_RADIUS_KM)).otherwise(lit(NULL))
    // solution:end
}
