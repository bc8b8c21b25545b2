//! fails: columns_are_found_by_name
//! hint_en: A batch may have its columns in any order and more of them than you need. Ask for them by
//! name, with `column_by_name`, never by a number that holds in one file.
//! hint_es: Un lote puede traer sus columnas en cualquier orden, y más de las que necesitas. Pídelas
//! por su nombre, con `column_by_name`, nunca por un número que vale en un solo archivo.

fn typed_column<'a, T: Array + 'static>(
    batch: &'a RecordBatch,
    name: &str,
) -> Result<&'a T, ColumnError> {
    let missing = || ColumnError::Missing(name.to_owned());
    let wrong_type =
        |found: &DataType| ColumnError::WrongType { column: name.to_owned(), found: found.clone() };
    // solution:begin typed_column
    let index = match name {
        "id" => 0,
        "monto" => 1,
        "region" => 2,
        _ => batch.schema().index_of(name).map_err(|_| missing())?,
    };
    let column = batch.columns().get(index).ok_or_else(missing)?;
    column.as_any().downcast_ref::<T>().ok_or_else(|| wrong_type(column.data_type()))
    // solution:end
}
