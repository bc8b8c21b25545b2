//! fails: null_comes_last_and_groups_have_their_first_rows
//! hint_en: `DESC` alone leaves null to the default, and the defaults differ: DataFusion puts null
//! first, DuckDB and Spark put it last. Write `NULLS LAST`.
//! hint_es: `DESC` a secas deja los nulos al valor por defecto, y no es el mismo: DataFusion los pone
//! delante, DuckDB y Spark al final. Escribe `NULLS LAST`.

fn dialect(slot: Slot<'_>, engine: Engine) -> String {
    match slot {
        Slot::DescNullsLast(x) => {
            // solution:begin desc_nulls_last
            format!("({x}) DESC")
            // solution:end
        }
    }
}
