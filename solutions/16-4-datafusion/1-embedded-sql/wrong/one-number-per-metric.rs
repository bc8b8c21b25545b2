//! fails: statistics_exclude_row_groups
//! hint_en: `row_groups_pruned_statistics` is two counts, and `as_usize` of such a metric is always 0.
//! Match the value with `MetricValue::PruningMetrics` and ask for `matched()` and `pruned()`.
//! hint_es: `row_groups_pruned_statistics` son dos cuentas, y `as_usize` de una métrica así es siempre 0.
//! Compara el valor con `MetricValue::PruningMetrics` y pide `matched()` y `pruned()`.

fn scan_report(run: &Run) -> ScanReport {
    // solution:begin scan_report
    let mut report = ScanReport::default();
    for operator in operators(&run.plan) {
        match operator.name() {
            "FilterExec" => report.has_filter_exec = true,
            "DataSourceExec" => {
                let schema = operator.schema();
                report.projected.extend(schema.fields().iter().map(|field| field.name().clone()));
            }
            _ => {}
        }
        let Some(metrics) = operator.metrics() else { continue };
        let count = |name| metrics.sum_by_name(name).map_or(0, |metric| metric.as_usize());
        report.rows_pruned_by_pushdown += count("pushdown_rows_pruned");
        report.bytes_scanned += count("bytes_scanned");
        report.row_groups_matched += count("row_groups_pruned_statistics");
        report.row_groups_total += count("row_groups_pruned_statistics");
    }
    report
    // solution:end
}
