//! fails: distances_agree_with_another_formula
//! hint_en: Between opposite points, rounding can lift `a` a little above 1. Then `1 - a` is negative and
//! its root is NaN. Put `a` back between 0 and 1 with `clamp` before you go on.
//! hint_es: Entre puntos opuestos, el redondeo puede dejar `a` un poco por encima de 1. Entonces `1 - a` es
//! negativo y su raíz es NaN. Devuelve `a` al intervalo de 0 a 1 con `clamp` antes de seguir.

fn distance_km(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    // solution:begin distance_km
    let (lat1, lat2) = (lat1.to_radians(), lat2.to_radians());
    let sin_lat = ((lat2 - lat1) / 2.0).sin();
    let sin_lon = ((lon2 - lon1).to_radians() / 2.0).sin();
    let a = sin_lat * sin_lat + lat1.cos() * lat2.cos() * sin_lon * sin_lon;
    2.0 * datasets::EARTH_RADIUS_KM * a.sqrt().atan2((1.0 - a).sqrt())
    // solution:end
}
