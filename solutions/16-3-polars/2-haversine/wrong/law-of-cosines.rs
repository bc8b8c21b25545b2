//! fails: scalar_agrees_with_vectors_on_the_sphere
//! hint_en: The law of cosines is right on paper. For points a few meters apart, though, its cosine is
//! so close to 1 that a float has no digits left for the distance. The haversine keeps them.
//! hint_es: El teorema del coseno es correcto en el papel. Pero con puntos a pocos metros, su coseno está
//! tan cerca de 1 que a un float no le quedan cifras para la distancia. El haversine las conserva.

fn haversine_scalar(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> Option<f64> {
    // solution:begin haversine_scalar
    if lat1.abs() > 90.0 || lat2.abs() > 90.0 {
        return None;
    }
    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(f64::to_radians);
    let cosine = lat1.sin() * lat2.sin() + lat1.cos() * lat2.cos() * (lon2 - lon1).cos();
    Some(EARTH_RADIUS_KM * cosine.clamp(-1.0, 1.0).acos())
    // solution:end
}
