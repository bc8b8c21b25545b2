//! fails: columns_and_single_values_mix
//! hint_en: Four single values give a column of one row here. The engine cannot tell that it holds for
//! every row: take the value out with `ScalarValue::try_from_array` if all arguments are single values.
//! hint_es: Cuatro valores sueltos dan aquí una columna de una fila. El motor no puede saber que vale para
//! todas las filas: saca el valor con `ScalarValue::try_from_array` si todos los argumentos son sueltos.

fn haversine_values(args: &[ColumnarValue]) -> Result<ColumnarValue> {
    // solution:begin haversine_values
    let columns = ColumnarValue::values_to_arrays(args)?;
    let [lat1, lon1, lat2, lon2] = columns.as_slice() else {
        return datafusion::common::exec_err!("expected 4 arguments, found {}", args.len());
    };
    Ok(ColumnarValue::Array(Arc::new(haversine_kernel_simd(
        datafusion::common::cast::as_float64_array(lat1)?,
        datafusion::common::cast::as_float64_array(lon1)?,
        datafusion::common::cast::as_float64_array(lat2)?,
        datafusion::common::cast::as_float64_array(lon2)?,
    ))))
    // solution:end
}
