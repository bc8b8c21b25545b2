//! fails: each_half_has_its_thread
//! hint_en: Both calls run on the thread that calls you, one after the other. `split_at_mut` has given
//! you two slices that do not overlap: `std::thread::scope` lets you `spawn` a thread for each.
//! hint_es: Las dos llamadas corren en el hilo que te llama, una tras otra. `split_at_mut` te ha dado dos
//! slices que no se solapan: `std::thread::scope` te deja lanzar con `spawn` un hilo para cada uno.

fn scale_halves_in_parallel(values: &mut [f64], factors: (f64, f64)) {
    // solution:begin scale_halves_in_parallel
    let (first, second) = values.split_at_mut(values.len() / 2);
    scale_in_place(first, factors.0);
    scale_in_place(second, factors.1);
    // solution:end
}
