//! fails: reports_add_up_all_scans_and_only_what_they_read
//! hint_en: A plan has a scan for each table, and the report is about all of them. Add the counts of
//! every operator to the report (`+=`) and extend its columns.
//! hint_es: Un plan tiene una lectura por cada tabla, y el informe trata de todas. Suma al informe las
//! cuentas de cada operador (`+=`) y amplía sus columnas.

fn scan_report(run: &Run) -> ScanReport {
    // solution:begin scan_report
    use datafusion::physical_plan::metrics::MetricValue;

    let mut report = ScanReport::default();
    for operator in operators(&run.plan) {
        report.has_filter_exec |= operator.name() == "FilterExec";
        if operator.name() != "DataSourceExec" {
            continue;
        }
        let schema = operator.schema();
        report.projected = schema.fields().iter().map(|field| field.name().clone()).collect();
        let Some(metrics) = operator.metrics() else { continue };
        let count = |name| metrics.sum_by_name(name).map_or(0, |metric| metric.as_usize());
        report.rows_pruned_by_pushdown = count("pushdown_rows_pruned");
        report.bytes_scanned = count("bytes_scanned");
        if let Some(MetricValue::PruningMetrics { pruning_metrics, .. }) =
            metrics.sum_by_name("row_groups_pruned_statistics")
        {
            report.row_groups_matched = pruning_metrics.matched();
            report.row_groups_total = pruning_metrics.matched() + pruning_metrics.pruned();
        }
    }
    report
    // solution:end
}
