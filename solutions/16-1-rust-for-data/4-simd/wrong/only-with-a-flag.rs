//! fails: loops_that_become_packed_are_predicted
//! hint_en: `-C target-cpu` is not what permits packed instructions: every x86-64 processor has
//! registers for two `f64`, and the compiler uses them from `opt-level=2` on. The flag widens them.
//! hint_es: Las instrucciones empaquetadas no dependen de `-C target-cpu`: todo procesador x86-64
//! tiene registros para dos `f64`, y el compilador los usa desde `opt-level=2`. La opción los
//! ensancha.

fn vectorized() -> Vec<&'static str> {
    // solution:begin vectorized
    vec![]
    // solution:end
}
