//! fails: the_order_of_rows_does_not_count
//! hint_en: Without `ORDER BY` an answer has no order, and on a cluster the tasks end in any order.
//! Look for a partner of each row in the whole other answer, not only in the same place.
//! hint_es: Sin `ORDER BY` una respuesta no tiene orden, y en un clúster las tareas acaban en cualquier
//! orden. Busca la pareja de cada fila en toda la otra respuesta, no solo en la misma posición.

async fn same_answer(
    local: &SessionContext,
    cluster: &SessionContext,
    sql: &str,
) -> anyhow::Result<Comparison> {
    // solution:begin same_answer
    let local = rows(&local.sql(sql).await?.collect().await?)?;
    let cluster = rows(&cluster.sql(sql).await?.collect().await?)?;
    let mut comparison = Comparison::default();
    let mut others = cluster.into_iter();
    for row in local {
        match others.next() {
            Some(other) if row.iter().zip(&other).all(|(a, b)| agree(a, b)) => {
                comparison.common_rows += 1;
            }
            other => {
                comparison.only_local.push(row);
                comparison.only_cluster.extend(other);
            }
        }
    }
    comparison.only_cluster.extend(others);
    Ok(comparison)
    // solution:end
}
