//! fails: demean_right_is_right_everywhere
//! hint_en: `len()` counts all rows, also those whose value is null: the sum is divided by too many, and the
//! mean comes out too small. `mean()` skips null, and so does `count()`.
//! hint_es: `len()` cuenta todas las filas, también las de valor nulo: la suma se divide entre demasiadas y
//! la media sale demasiado pequeña. `mean()` se salta los nulos, y `count()` también.

fn demean_right(values: Expr) -> Expr {
    // solution:begin demean_right
    let values = values.strict_cast(DataType::Float64);
    values.clone() - values.sum() / len().strict_cast(DataType::Float64)
    // solution:end
}
