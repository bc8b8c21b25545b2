//! fails: stages_take_turns_and_stop_at_the_limit
//! hint_en: Here the filter sees every value before the map sees the first. In a lazy chain each
//! value travels through all stages before the next one is pulled, and `take` stops pulling.
//! hint_es: Aquí el filtro ve todos los valores antes de que el `map` vea el primero. En una cadena
//! perezosa cada valor recorre todas las etapas antes de pedir el siguiente, y `take` deja de pedir.

fn traced(data: &[i64], limit: usize) -> (Vec<i64>, Vec<Step>) {
    // solution:begin traced
    let mut steps: Vec<Step> = data.iter().map(|&x| Step::Tested(x)).collect();
    let even: Vec<i64> = data.iter().copied().filter(|x| x % 2 == 0).take(limit).collect();
    steps.extend(even.iter().map(|&x| Step::Mapped(x)));
    (even.iter().map(|x| x * x).collect(), steps)
    // solution:end
}
