//! fails: states_do_not_grow_with_the_sales
//! hint_en: A state that keeps the rows of both sides grows with every chunk, until it does not fit in
//! memory either. Group the rows of both states again: one row for each region and user.
//! hint_es: Un estado que guarda las filas de los dos lados crece con cada parte, hasta que tampoco cabe
//! en memoria. Vuelve a agrupar las filas de los dos estados: una por cada región y usuario.

fn merge(left: DataFrame, right: DataFrame) -> PolarsResult<DataFrame> {
    // solution:begin merge
    left.vstack(&right)
    // solution:end
}
