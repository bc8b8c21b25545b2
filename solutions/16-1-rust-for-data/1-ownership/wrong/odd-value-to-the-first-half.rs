//! fails: each_half_has_its_factor
//! hint_en: With an odd number of values the halves differ by one. `n / 2` of integers rounds down, so
//! the value in the middle belongs to the second half.
//! hint_es: Con un número impar de valores, las mitades difieren en uno. La división entera `n / 2`
//! redondea hacia abajo, así que el valor del medio pertenece a la segunda mitad.

fn scale_halves_in_parallel(values: &mut [f64], factors: (f64, f64)) {
    // solution:begin scale_halves_in_parallel
    let middle = values.len().div_ceil(2);
    let (first, second) = values.split_at_mut(middle);
    std::thread::scope(|scope| {
        scope.spawn(|| scale_in_place(first, factors.0));
        scope.spawn(|| scale_in_place(second, factors.1));
    });
    // solution:end
}
