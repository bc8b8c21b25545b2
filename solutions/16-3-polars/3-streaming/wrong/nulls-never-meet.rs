//! fails: states_do_not_grow_with_the_sales
//! hint_en: In a join, null equals nothing, not even null: the rows without region or without user of
//! both states stay apart, and with every merge there are more. A group-by puts nulls into one group.
//! hint_es: En un join, nulo no es igual a nada, ni siquiera a otro nulo: las filas sin región o sin
//! usuario de los dos estados no se juntan, y con cada unión hay más. Un group-by reúne los nulos en un
//! solo grupo.

fn merge(left: DataFrame, right: DataFrame) -> PolarsResult<DataFrame> {
    // solution:begin merge
    let on = [col("region"), col("user_id")];
    let args = JoinArgs::new(JoinType::Full).with_coalesce(JoinCoalesce::CoalesceColumns);
    let both = left.lazy().join(right.lazy(), on.clone(), on, args);
    let sum = |name: &str| {
        (col(name).fill_null(lit(0)) + col(format!("{name}_right")).fill_null(lit(0))).alias(name)
    };
    both.select([col("region"), col("user_id"), sum("revenue"), sum("sales")]).collect()
    // solution:end
}
