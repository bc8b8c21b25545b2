//! fails: long_deliveries_are_found_by_their_distance
//! hint_en: `>=` also keeps a delivery of exactly `km` kilometers, such as 0 if the customer lives in the
//! warehouse. More than `km` is `>`.
//! hint_es: `>=` también conserva una entrega de exactamente `km` kilómetros, como 0 si el cliente vive en el
//! almacén. Más de `km` es `>`.

async fn long_deliveries(ctx: &SessionContext, km: f64) -> Result<DataFrame> {
    // solution:begin long_deliveries
    let sql = "
        SELECT id, distance_km
        FROM (
            SELECT id, haversine(lat_origen, lon_origen, lat_destino, lon_destino) AS distance_km
            FROM entregas
        )
        WHERE distance_km >= $1
        ORDER BY distance_km DESC, id";
    let km = datafusion::scalar::ScalarValue::from(km);
    ctx.sql(sql).await?.with_param_values(vec![km])
    // solution:end
}
