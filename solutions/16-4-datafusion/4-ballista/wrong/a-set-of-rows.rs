//! fails: how_often_a_row_occurs_counts
//! hint_en: Here one row of the cluster can be the partner of many local rows. SQL counts duplicates:
//! take a row out of the list as soon as it has found its partner.
//! hint_es: Aquí una fila del clúster puede ser pareja de muchas filas locales. SQL cuenta los
//! duplicados: saca la fila de la lista en cuanto haya encontrado pareja.

async fn same_answer(
    local: &SessionContext,
    cluster: &SessionContext,
    sql: &str,
) -> anyhow::Result<Comparison> {
    // solution:begin same_answer
    let local = rows(&local.sql(sql).await?.collect().await?)?;
    let cluster = rows(&cluster.sql(sql).await?.collect().await?)?;
    let are_partners = |a: &Row, b: &Row| a.iter().zip(b).all(|(a, b)| agree(a, b));
    let missing_in = |rows: &[Row], row: &Row| !rows.iter().any(|other| are_partners(row, other));
    let only_local: Vec<Row> =
        local.iter().filter(|row| missing_in(&cluster, row)).cloned().collect();
    let only_cluster: Vec<Row> =
        cluster.iter().filter(|row| missing_in(&local, row)).cloned().collect();
    Ok(Comparison { common_rows: local.len() - only_local.len(), only_local, only_cluster })
    // solution:end
}
