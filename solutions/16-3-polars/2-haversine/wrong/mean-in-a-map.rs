//! fails: demean_right_is_right_everywhere
//! hint_en: This is the trap itself. `map` promises that rows do not depend on each other, but a mean
//! depends on all of them. Compose expressions: Polars knows that `values.mean()` needs every row.
//! hint_es: Esta es la trampa misma. `map` promete que las filas no dependen unas de otras, pero una
//! media depende de todas. Compón expresiones: Polars sabe que `values.mean()` necesita cada fila.

fn demean_right(values: Expr) -> Expr {
    // solution:begin demean_right
    values.map(
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
