//! fails: long_deliveries_are_found_by_their_distance
//! hint_en: WHERE is evaluated before SELECT, so it knows the columns of the table and not the alias.
//! Compute the distance in a subquery and filter its result outside.
//! hint_es: WHERE se evalúa antes que SELECT: conoce las columnas de la tabla, no el alias. Calcula la
//! distancia en una subconsulta y filtra su resultado fuera.

async fn long_deliveries(ctx: &SessionContext, km: f64) -> Result<DataFrame> {
    // solution:begin long_deliveries
    let sql = "
        SELECT id, haversine(lat_origen, lon_origen, lat_destino, lon_destino) AS distance_km
        FROM entregas
        WHERE distance_km > $1
        ORDER BY distance_km DESC, id";
    let km = datafusion::scalar::ScalarValue::from(km);
    ctx.sql(sql).await?.with_param_values(vec![km])
    // solution:end
}
