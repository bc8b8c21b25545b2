//! fails: scalar_agrees_with_vectors_on_the_sphere
//! hint_en: Beyond a pole there is no point, but beyond 180 degrees the globe goes on: a longitude of
//! 190 is the meridian of -170. Only latitudes can be impossible.
//! hint_es: Más allá de un polo no hay ningún punto, pero más allá de 180 grados el globo sigue: la
//! longitud 190 es el meridiano -170. Solo las latitudes pueden ser imposibles.

fn haversine_scalar(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> Option<f64> {
    // solution:begin haversine_scalar
    let [far_north, far_east] = [lat1.abs().max(lat2.abs()), lon1.abs().max(lon2.abs())];
    if far_north > 90.0 || far_east > 180.0 {
        return None;
    }
    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(f64::to_radians);
    let north = ((lat2 - lat1) / 2.0).sin();
    let east = ((lon2 - lon1) / 2.0).sin();
    let h = north * north + lat1.cos() * lat2.cos() * east * east;
    Some(2.0 * EARTH_RADIUS_KM * h.clamp(0.0, 1.0).sqrt().asin())
    // solution:end
}
