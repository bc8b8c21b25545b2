//! fails: four_at_a_time_agree_with_one_at_a_time
//! hint_en: Taking the lanes apart and calling `distance_km` four times is the loop of before, with more
//! copying. `f64x4` has `to_radians`, `sin`, `cos`, `sqrt` and `asin` for all lanes together.
//! hint_es: Separar los carriles y llamar cuatro veces a `distance_km` es el bucle de antes con más copias.
//! `f64x4` tiene `to_radians`, `sin`, `cos`, `sqrt` y `asin` para todos los carriles a la vez.

fn distance_x4(lat1: f64x4, lon1: f64x4, lat2: f64x4, lon2: f64x4) -> f64x4 {
    // solution:begin distance_x4
    let (lat1, lon1) = (lat1.to_array(), lon1.to_array());
    let (lat2, lon2) = (lat2.to_array(), lon2.to_array());
    f64x4::new([0, 1, 2, 3].map(|i: usize| distance_km(lat1[i], lon1[i], lat2[i], lon2[i])))
    // solution:end
}
