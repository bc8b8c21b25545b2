//! fails: a_step_that_does_not_fit_is_named
//! hint_en: The last argument of `rename` is `strict`: with `false`, a column that is not there is
//! skipped, and the misspelled name is found out much later, if at all.
//! hint_es: El último argumento de `rename` es `strict`: con `false` se salta la columna que no está, y
//! el nombre mal escrito se descubre mucho después, si se descubre.

fn apply(plan: LazyFrame, step: &Step) -> LazyFrame {
    // solution:begin apply
    let columns = |names: &Names| names.into_iter().map(col).collect::<Vec<Expr>>();
    match step {
        Step::Select(names) => plan.select(columns(names)),
        Step::Rename { from, to } => plan.rename([from], [to], false),
        Step::Filter(formula) => plan.filter(Expr::from(formula)),
        Step::WithColumn { name, value } => plan.with_column(Expr::from(value).alias(name)),
        Step::Cast { column, to, on_error: OnError::Fail } => {
            plan.with_column(col(column).strict_cast(DataType::from(*to)))
        }
        Step::Cast { column, to, on_error: OnError::Null } => {
            plan.with_column(col(column).cast(DataType::from(*to)))
        }
        Step::GroupBy { keys, aggs } => {
            plan.group_by(columns(keys)).agg(aggs.iter().map(Expr::from).collect::<Vec<_>>())
        }
        Step::Sort { by, descending } => {
            let order = SortMultipleOptions::default()
                .with_order_descending(*descending)
                .with_nulls_last(true)
                .with_maintain_order(true);
            plan.sort_by_exprs(columns(by), order)
        }
        Step::Limit(rows) => plan.limit(u32::from(*rows)),
        Step::DropNulls(names) => plan.drop_nulls(Some(cols(names))),
    }
    // solution:end
}
