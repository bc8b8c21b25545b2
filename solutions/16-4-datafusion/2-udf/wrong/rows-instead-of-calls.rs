//! fails: volatility_decides_when_a_function_is_called
//! hint_en: The counter goes up by the rows of the column here. DataFusion hands over a whole batch in one
//! call: count 1 for each call.
//! hint_es: Aquí el contador sube según las filas de la columna. DataFusion entrega un lote entero en una
//! sola llamada: cuenta 1 por llamada.

fn volatility_probe(volatility: Volatility) -> (ScalarUDF, Arc<AtomicUsize>) {
    // solution:begin volatility_probe
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let probe = move |args: &[ColumnarValue]| -> Result<ColumnarValue> {
        let rows = match &args[0] {
            ColumnarValue::Array(column) => column.len(),
            ColumnarValue::Scalar(_) => 1,
        };
        counter.fetch_add(rows, Ordering::Relaxed);
        Ok(args[0].clone())
    };
    let float64 = DataType::Float64;
    let probe = Arc::new(probe);
    let arguments = vec![float64.clone()];
    (datafusion::logical_expr::create_udf("probe", arguments, float64, volatility, probe), calls)
    // solution:end
}
