//! fails: a_cast_fails_or_gives_null
//! hint_en: `cast` turns what the new type cannot hold into null, without a word. Unless the file says
//! `on_error: 'null'`, use `strict_cast`, which fails.
//! hint_es: `cast` convierte en nulo, sin avisar, lo que no cabe en el tipo nuevo. Salvo que el archivo
//! diga `on_error: 'null'`, usa `strict_cast`, que falla.

fn apply(plan: LazyFrame, step: &Step) -> LazyFrame {
    // solution:begin apply
    let columns = |names: &Names| names.into_iter().map(col).collect::<Vec<Expr>>();
    match step {
        Step::Select(names) => plan.select(columns(names)),
        Step::Rename { from, to } => plan.rename([from], [to], true),
        Step::Filter(formula) => plan.filter(Expr::from(formula)),
        Step::WithColumn { name, value } => plan.with_column(Expr::from(value).alias(name)),
        Step::Cast { column, to, .. } => plan.with_column(col(column).cast(DataType::from(*to))),
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
