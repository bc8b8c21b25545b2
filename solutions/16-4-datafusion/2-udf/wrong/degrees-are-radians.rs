//! fails: distances_agree_with_another_formula
//! hint_en: `sin` and `cos` want radians. Latitudes are converted here, and so must be the difference of
//! the longitudes: `(lon2 - lon1).to_radians()`.
//! hint_es: `sin` y `cos` quieren radianes. Aquí se convierten las latitudes, y falta convertir la
//! diferencia de las longitudes: `(lon2 - lon1).to_radians()`.

fn distance_km(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    // solution:begin distance_km
    let (lat1, lat2) = (lat1.to_radians(), lat2.to_radians());
    let sin_lat = ((lat2 - lat1) / 2.0).sin();
    let sin_lon = ((lon2 - lon1) / 2.0).sin();
    let a = sin_lat * sin_lat + lat1.cos() * lat2.cos() * sin_lon * sin_lon;
    2.0 * datasets::EARTH_RADIUS_KM * a.clamp(0.0, 1.0).sqrt().asin()
    // solution:end
}
