//! fails: scalar_agrees_with_vectors_on_the_sphere
//! hint_en: Pythagoras on degrees, even with longitudes made shorter by the cosine, is right on a flat
//! map only. On a sphere the error grows with the distance; the haversine formula has no such limit.
//! hint_es: Pitágoras con grados, aunque acortes las longitudes con el coseno, solo vale en un mapa
//! plano. En la esfera el error crece con la distancia; la fórmula del haversine no tiene ese límite.

fn haversine_scalar(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> Option<f64> {
    // solution:begin haversine_scalar
    if lat1.abs() > 90.0 || lat2.abs() > 90.0 {
        return None;
    }
    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(f64::to_radians);
    let north = lat2 - lat1;
    let east = (lon2 - lon1) * ((lat1 + lat2) / 2.0).cos();
    Some(EARTH_RADIUS_KM * north.hypot(east))
    // solution:end
}
