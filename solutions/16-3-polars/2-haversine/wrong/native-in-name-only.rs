//! fails: only_the_closure_is_opaque
//! hint_en: Calling the closure and giving it another name hides the formula from the optimizer as
//! before. Compose it: `radians`, `sin`, `cos`, `sqrt` and `arcsin` are methods of `Expr`.
//! hint_es: Llamar a la clausura con otro nombre esconde la fórmula al optimizador igual que antes.
//! Componla: `radians`, `sin`, `cos`, `sqrt` y `arcsin` son métodos de `Expr`.

fn haversine_native(lat1: Expr, lon1: Expr, lat2: Expr, lon2: Expr) -> Expr {
    // solution:begin haversine_native
    haversine_udf(lat1, lon1, lat2, lon2)
    // solution:end
}
