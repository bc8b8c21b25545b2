//! fails: allocations_are_predicted
//! hint_en: `Arc::clone` does not clone what is inside. It adds 1 to a counter beside the column and
//! returns one more handle to it: no values are copied, nothing is allocated.
//! hint_es: `Arc::clone` no clona lo que hay dentro. Suma 1 a un contador que está junto a la columna y
//! devuelve otro acceso a ella: no se copia ningún valor ni se reserva memoria.

const PREDICTED_ALLOCATIONS: &[(&str, i64)] = &[
    // solution:begin cost_arc_clone
    ("clone the Arc", 1),
    // solution:end
];
