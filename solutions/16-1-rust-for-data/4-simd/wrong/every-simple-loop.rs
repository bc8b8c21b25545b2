//! fails: loops_that_stay_single_are_predicted
//! hint_en: Packed additions add in another order. For integers the sum is the same; for floats it
//! is not, so the compiler leaves `sum_f64` alone, with or without `-C target-cpu=native`.
//! hint_es: Sumar por paquetes cambia el orden de las sumas. Con enteros el resultado es el mismo;
//! con flotantes no, y por eso el compilador no toca `sum_f64`, con o sin `-C target-cpu=native`.

fn vectorized() -> Vec<&'static str> {
    // solution:begin vectorized
    vec!["sum_f64", "sum_i64", "scale_f64", "sum_8_f64", "min_f64", "count_above"]
    // solution:end
}
