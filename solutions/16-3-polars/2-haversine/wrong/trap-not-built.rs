//! fails: demean_wrong_breaks_its_promise
//! hint_en: With `apply`, Polars hands the closure the whole column, so nothing goes wrong. That is the
//! repair; this function is meant to show the damage. Use `map` here, and compare.
//! hint_es: Con `apply`, Polars entrega a la clausura la columna entera, y nada sale mal. Ese es el
//! arreglo; esta función debe enseñar el daño. Usa aquí `map` y compara.

fn demean_wrong(values: Expr) -> Expr {
    // solution:begin demean_wrong
    values.apply(
        |column: Column| {
            let column = column.strict_cast(&DataType::Float64)?;
            let numbers = column.f64()?;
            let mean = numbers.mean().unwrap_or(f64::NAN);
            Ok((numbers - mean).into_column())
        },
        |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::Float64)),
    )
    // solution:end
}
