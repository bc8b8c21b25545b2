//! fails: wrong_names_and_types_are_errors
//! hint_en: A downcast answers `None` for every other type, and `expect` turns that into a panic. The
//! type of a column is known only when the program runs: make the `None` a `WrongType` instead.
//! hint_es: Un downcast responde `None` ante cualquier otro tipo, y `expect` lo convierte en un panic.
//! El tipo de una columna solo se conoce al ejecutar: convierte el `None` en un `WrongType`.

fn typed_column<'a, T: Array + 'static>(
    batch: &'a RecordBatch,
    name: &str,
) -> Result<&'a T, ColumnError> {
    let missing = || ColumnError::Missing(name.to_owned());
    let wrong_type =
        |found: &DataType| ColumnError::WrongType { column: name.to_owned(), found: found.clone() };
    // solution:begin typed_column
    let column = batch.column_by_name(name).ok_or_else(missing)?;
    let expected = wrong_type(column.data_type());
    Ok(column.as_any().downcast_ref::<T>().unwrap_or_else(|| panic!("{expected}")))
    // solution:end
}
