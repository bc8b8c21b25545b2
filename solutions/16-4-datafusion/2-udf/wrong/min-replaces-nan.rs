//! fails: nan_has_no_distance
//! hint_en: `a.min(1.0)` gives 1 when `a` is NaN: `min` and `max` of floats pick the other number. Half of
//! the globe is no distance for a broken coordinate. `a.clamp(0.0, 1.0)` keeps NaN.
//! hint_es: `a.min(1.0)` da 1 cuando `a` es NaN: `min` y `max` de flotantes eligen el otro número. Media
//! vuelta al mundo no es la distancia de una coordenada estropeada. `a.clamp(0.0, 1.0)` conserva NaN.

fn distance_km(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    // solution:begin distance_km
    let (lat1, lat2) = (lat1.to_radians(), lat2.to_radians());
    let sin_lat = ((lat2 - lat1) / 2.0).sin();
    let sin_lon = ((lon2 - lon1).to_radians() / 2.0).sin();
    let a = sin_lat * sin_lat + lat1.cos() * lat2.cos() * sin_lon * sin_lon;
    2.0 * datasets::EARTH_RADIUS_KM * a.min(1.0).sqrt().asin()
    // solution:end
}
