//! fails: scalar_agrees_with_vectors_on_the_sphere
//! hint_en: `sin` and `cos` of the standard library want radians. Here the differences are converted,
//! but the cosines still get latitudes in degrees. Convert all four numbers first.
//! hint_es: `sin` y `cos` de la biblioteca estándar esperan radianes. Aquí se convierten las diferencias,
//! pero los cosenos reciben latitudes en grados. Convierte primero los cuatro números.

fn haversine_scalar(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> Option<f64> {
    // solution:begin haversine_scalar
    if lat1.abs() > 90.0 || lat2.abs() > 90.0 {
        return None;
    }
    let north = ((lat2 - lat1).to_radians() / 2.0).sin();
    let east = ((lon2 - lon1).to_radians() / 2.0).sin();
    let h = north * north + lat1.cos() * lat2.cos() * east * east;
    Some(2.0 * EARTH_RADIUS_KM * h.clamp(0.0, 1.0).sqrt().asin())
    // solution:end
}
