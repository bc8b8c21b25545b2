//! fails: impossible_latitudes_have_no_distance_and_nan_stays_nan
//! hint_en: Sine and cosine take any number, so a latitude of 91 degrees gives a distance that looks real.
//! The poles are at 90 and -90: beyond them there is no point, and the answer is `None`.
//! hint_es: El seno y el coseno aceptan cualquier número, así que una latitud de 91 grados da una distancia
//! que parece real. Los polos están en 90 y -90: más allá no hay ningún punto, y la respuesta es `None`.

fn haversine_scalar(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> Option<f64> {
    // solution:begin haversine_scalar
    let [lat1, lon1, lat2, lon2] = [lat1, lon1, lat2, lon2].map(f64::to_radians);
    let north = ((lat2 - lat1) / 2.0).sin();
    let east = ((lon2 - lon1) / 2.0).sin();
    let h = north * north + lat1.cos() * lat2.cos() * east * east;
    Some(2.0 * EARTH_RADIUS_KM * h.clamp(0.0, 1.0).sqrt().asin())
    // solution:end
}
