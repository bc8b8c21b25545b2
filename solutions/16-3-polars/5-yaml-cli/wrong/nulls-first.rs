//! fails: steps_do_what_they_say
//! hint_en: By default Polars puts null first when it sorts, in either direction. `Sort` asks for null
//! last: `with_nulls_last(true)`.
//! hint_es: Por defecto, Polars pone los nulos al principio cuando ordena, en las dos direcciones. `Sort`
//! los pide al final: `with_nulls_last(true)`.

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
                .with_maintain_order(true);
            plan.sort_by_exprs(columns(by), order)
        }
        Step::Limit(rows) => plan.limit(u32::from(*rows)),
        Step::DropNulls(names) => plan.drop_nulls(Some(cols(names))),
    }
    // solution:end
}
