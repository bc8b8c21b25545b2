//! fails: calls_with_literals_are_computed_by_the_planner
//! hint_en: The short way needs the same declaration as the long one: the planner computes a call with
//! literals by itself only if the function is `Immutable`.
//! hint_es: El camino corto necesita la misma declaración que el largo: el planificador solo calcula por su
//! cuenta una llamada con literales si la función es `Immutable`.

fn haversine_simple() -> ScalarUDF {
    // solution:begin haversine_simple
    datafusion::logical_expr::create_udf(
        "haversine_simple",
        vec![DataType::Float64; 4],
        DataType::Float64,
        Volatility::Volatile,
        Arc::new(haversine_values),
    )
    // solution:end
}
