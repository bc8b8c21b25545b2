//! fails: lanes_add_up_every_fourth_value
//! hint_en: `chunks(4)` ends with a shorter chunk, and here its values go to the first lanes. The
//! values beyond the last four belong to no lane: `as_chunks::<4>()` returns them apart.
//! hint_es: `chunks(4)` acaba con un trozo más corto, y aquí sus valores van a los primeros
//! carriles. Los que sobran tras el último grupo de cuatro no son de ningún carril:
//! `as_chunks::<4>()` los devuelve aparte.

fn sum_lanes(data: &[f64]) -> f64 {
    // solution:begin sum_lanes
    let mut lanes = [0.0; 4];
    for chunk in data.chunks(4) {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += x;
        }
    }
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
    // solution:end
}
