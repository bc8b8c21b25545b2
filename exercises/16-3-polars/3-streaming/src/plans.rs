//! Plans whose physical graphs are worth a look. Complete as it is: nothing to solve here.

use polars::prelude::*;

/// Plans over `sales`, each with a name.
pub(crate) fn plans(sales: &LazyFrame) -> PolarsResult<Vec<(&'static str, LazyFrame)>> {
    let sales = || sales.clone();
    let per_region = |aggregate: Expr| sales().group_by([col("region")]).agg([aggregate]);
    let descending = SortMultipleOptions::default().with_order_descending(true);
    let sorted = sales().sort(["monto"], descending);
    let user = [col("user_id")];
    let share = col("monto") / col("monto").sum().over([col("region")])?;
    Ok(vec![
        ("positive amounts", sales().filter(col("monto").gt(lit(0.0)))),
        ("the last 5 sales", sales().tail(5)),
        ("sum of everything", sales().select([col("monto").sum()])),
        ("sum per region", per_region(col("monto").sum())),
        ("mean per region", per_region(col("monto").mean())),
        ("users per region", per_region(col("user_id").n_unique())),
        ("median per region", per_region(col("monto").median())),
        ("median of everything", sales().select([col("monto").median()])),
        ("all, by amount", sorted.clone()),
        ("the 5 highest amounts", sorted.limit(5)),
        ("one sale per user", sales().unique(Some(cols(["user_id"])), UniqueKeepStrategy::Any)),
        ("sales, joined by user", sales().join(sales(), user.clone(), user, JoinArgs::default())),
        ("share of its region", sales().with_column(share.alias("share"))),
        ("in reverse", sales().reverse()),
    ])
}
