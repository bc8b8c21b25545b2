//! fails: statistics_exclude_row_groups
//! hint_en: `run.plan` is only the last operator, such as a sort. A `FilterExec` stands somewhere below
//! it: look for it among all `operators(&run.plan)`.
//! hint_es: `run.plan` es solo el último operador; por ejemplo, una ordenación. El `FilterExec` está en
//! algún lugar por debajo: búscalo entre todos los `operators(&run.plan)`.

fn scan_report(run: &Run) -> ScanReport {
    // solution:begin scan_report
    use datafusion::physical_plan::metrics::MetricValue;

    let has_filter_exec = run.plan.name() == "FilterExec";
    let mut report = ScanReport { has_filter_exec, ..ScanReport::default() };
    for operator in operators(&run.plan) {
        if operator.name() == "DataSourceExec" {
            let schema = operator.schema();
            report.projected.extend(schema.fields().iter().map(|field| field.name().clone()));
        }
        let Some(metrics) = operator.metrics() else { continue };
        let count = |name| metrics.sum_by_name(name).map_or(0, |metric| metric.as_usize());
        report.rows_pruned_by_pushdown += count("pushdown_rows_pruned");
        report.bytes_scanned += count("bytes_scanned");
        // This metric is two counts. Its `as_usize` is always 0.
        if let Some(MetricValue::PruningMetrics { pruning_metrics, .. }) =
            metrics.sum_by_name("row_groups_pruned_statistics")
        {
            report.row_groups_matched += pruning_metrics.matched();
            report.row_groups_total += pruning_metrics.matched() + pruning_metrics.pruned();
        }
    }
    report
    // solution:end
}
