//! fails: impossible_latitudes_have_no_distance_and_nan_stays_nan
//! hint_en: `f64::min` prefers a number to NaN: `NaN.min(1.0)` is 1.0, and a broken coordinate becomes
//! half a turn around the Earth. `clamp(0.0, 1.0)` leaves NaN as it is.
//! hint_es: `f64::min` prefiere un número a NaN: `NaN.min(1.0)` es 1.0, y una coordenada rota acaba en
//! media vuelta a la Tierra. `clamp(0.0, 1.0)` deja NaN como está.

fn haversine_scalar(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> Option<f64> {
    // solution:begin haversine_scalar
    if lat1.abs() > 90.0 || lat2.abs() > 90.0 {
        return None;
    }
    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(f64::to_radians);
    let north = ((lat2 - lat1) / 2.0).sin();
    let east = ((lon2 - lon1) / 2.0).sin();
    let h = north * north + lat1.cos() * lat2.cos() * east * east;
    Some(2.0 * EARTH_RADIUS_KM * h.min(1.0).sqrt().asin())
    // solution:end
}
