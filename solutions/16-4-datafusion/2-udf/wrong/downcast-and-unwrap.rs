//! fails: wrong_arguments_are_an_error_and_not_a_panic
//! hint_en: `unwrap` on a downcast ends the program of whoever calls the function without the planner, with
//! a column of texts for instance. `as_float64_array(...)?` answers with an error that names both types.
//! hint_es: Un `unwrap` tras el downcast acaba con el programa de quien llame a la función sin el
//! planificador, por ejemplo con una columna de textos. `as_float64_array(...)?` responde con un error que
//! nombra los dos tipos.

fn haversine_values(args: &[ColumnarValue]) -> Result<ColumnarValue> {
    // solution:begin haversine_values
    let columns = ColumnarValue::values_to_arrays(args)?;
    let column = |i: usize| columns[i].as_any().downcast_ref::<Float64Array>().unwrap();
    let distances = haversine_kernel_simd(column(0), column(1), column(2), column(3));
    if args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_))) {
        let distance = datafusion::scalar::ScalarValue::try_from_array(&distances, 0)?;
        return Ok(ColumnarValue::Scalar(distance));
    }
    Ok(ColumnarValue::Array(Arc::new(distances)))
    // solution:end
}
