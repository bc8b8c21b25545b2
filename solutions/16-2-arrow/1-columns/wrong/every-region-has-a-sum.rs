//! fails: a_region_without_amounts_has_no_sum
//! hint_en: `unwrap_or(0.0)` makes an amount out of a null: a region whose amounts nobody knows gets a
//! sum of 0. Only an amount that is there may create the entry of its region.
//! hint_es: `unwrap_or(0.0)` convierte un nulo en un importe: una región cuyos importes nadie conoce
//! recibe una suma de 0. Solo un importe que existe puede crear la entrada de su región.

fn sum_by_region(batch: &RecordBatch) -> Result<BTreeMap<String, f64>, ColumnError> {
    // solution:begin sum_by_region
    let regions = typed_column::<StringArray>(batch, "region")?;
    let montos = typed_column::<Float64Array>(batch, "monto")?;
    let mut sums = BTreeMap::new();
    for (region, monto) in regions.iter().zip(montos) {
        if let Some(region) = region {
            *sums.entry(region.to_owned()).or_insert(0.0) += monto.unwrap_or(0.0);
        }
    }
    Ok(sums)
    // solution:end
}
