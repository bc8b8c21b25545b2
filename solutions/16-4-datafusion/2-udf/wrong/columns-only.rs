//! fails: columns_and_single_values_mix
//! hint_en: An argument is a column or a single value, and `haversine(40.4, -3.7, lat, lon)` has both. Turn
//! single values into columns with `ColumnarValue::values_to_arrays`.
//! hint_es: Un argumento es una columna o un solo valor, y `haversine(40.4, -3.7, lat, lon)` tiene de los
//! dos. Convierte los valores sueltos en columnas con `ColumnarValue::values_to_arrays`.

fn haversine_values(args: &[ColumnarValue]) -> Result<ColumnarValue> {
    // solution:begin haversine_values
    let mut columns = Vec::new();
    for arg in args {
        match arg {
            ColumnarValue::Array(column) => {
                columns.push(datafusion::common::cast::as_float64_array(column)?);
            }
            ColumnarValue::Scalar(value) => {
                return datafusion::common::exec_err!("expected a column, found {value}");
            }
        }
    }
    let [lat1, lon1, lat2, lon2] = columns[..] else {
        return datafusion::common::exec_err!("expected 4 columns, found {}", columns.len());
    };
    let len = lat1.len();
    if columns.iter().any(|column| column.len() != len) {
        return datafusion::common::exec_err!("expected columns of equal length");
    }
    Ok(ColumnarValue::Array(Arc::new(haversine_kernel_simd(lat1, lon1, lat2, lon2))))
    // solution:end
}
