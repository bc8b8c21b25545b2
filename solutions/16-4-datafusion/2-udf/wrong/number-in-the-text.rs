//! fails: long_deliveries_are_found_by_their_distance
//! hint_en: An infinite `km` pasted into the text of the query reads as a column named `inf`. Write `$1` and
//! give the number apart, with `with_param_values`: then no value can change what the query says.
//! hint_es: Un `km` infinito pegado en el texto de la consulta se lee como una columna llamada `inf`. Escribe
//! `$1` y da el número aparte, con `with_param_values`: así ningún valor cambia lo que dice la consulta.

async fn long_deliveries(ctx: &SessionContext, km: f64) -> Result<DataFrame> {
    // solution:begin long_deliveries
    let sql = format!(
        "SELECT id, distance_km
         FROM (
             SELECT id, haversine(lat_origen, lon_origen, lat_destino, lon_destino) AS distance_km
             FROM entregas
         )
         WHERE distance_km > {km}
         ORDER BY distance_km DESC, id"
    );
    ctx.sql(&sql).await
    // solution:end
}
