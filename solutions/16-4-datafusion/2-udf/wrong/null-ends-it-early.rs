//! fails: columns_and_single_values_mix
//! hint_en: A null literal makes every distance null, but beside a column the result is a column of
//! nulls, as long as that column, and not a single value. Without the shortcut, `values_to_arrays` sees
//! to it.
//! hint_es: Un literal nulo hace nulas todas las distancias, pero junto a una columna el resultado es
//! una columna de nulos, tan larga como ella, y no un solo valor. Sin el atajo, `values_to_arrays` se
//! encarga.

fn haversine_values(args: &[ColumnarValue]) -> Result<ColumnarValue> {
    // solution:begin haversine_values
    let is_null =
        |arg: &ColumnarValue| matches!(arg, ColumnarValue::Scalar(value) if value.is_null());
    if args.len() == 4 && args.iter().any(is_null) {
        return Ok(ColumnarValue::Scalar(datafusion::scalar::ScalarValue::Float64(None)));
    }
    let columns = ColumnarValue::values_to_arrays(args)?;
    let [lat1, lon1, lat2, lon2] = columns.as_slice() else {
        let found = args.len();
        return datafusion::common::exec_err!("`haversine` takes 4 arguments, found {found}");
    };
    let distances = haversine_kernel_simd(
        datafusion::common::cast::as_float64_array(lat1)?,
        datafusion::common::cast::as_float64_array(lon1)?,
        datafusion::common::cast::as_float64_array(lat2)?,
        datafusion::common::cast::as_float64_array(lon2)?,
    );
    if args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_))) {
        let distance = datafusion::scalar::ScalarValue::try_from_array(&distances, 0)?;
        return Ok(ColumnarValue::Scalar(distance));
    }
    Ok(ColumnarValue::Array(Arc::new(distances)))
    // solution:end
}
