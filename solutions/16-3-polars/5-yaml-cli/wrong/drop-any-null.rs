//! fails: steps_do_what_they_say
//! hint_en: `drop_nulls(None)` looks at every column. The step names the columns that count:
//! `drop_nulls(Some(cols(names)))`.
//! hint_es: `drop_nulls(None)` mira todas las columnas. El paso nombra las que cuentan:
//! `drop_nulls(Some(cols(names)))`.

fn apply(plan: LazyFrame, step: &Step) -> LazyFrame {
    // solution:begin apply
    let columns = |names: &Names| names.into_iter().map(col).collect::<Vec<Expr>>();
    match step {
        Step::Select(names) => plan.select(columns(names)),
        Step::Rename { from, to } => plan.rename([from], [to], true),
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
        Step::DropNulls(_) => plan.drop_nulls(None),
    }
    // solution:end
}
