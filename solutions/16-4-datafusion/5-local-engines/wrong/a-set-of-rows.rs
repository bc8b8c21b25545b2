//! fails: answers_differ_by_rows_without_partner
//! hint_en: You ask whether each row occurs in the other answer, and not how often. An engine that
//! doubles rows, as a join with duplicates does, would be right. Each row needs a partner of its own.
//! hint_es: Preguntas si cada fila aparece en la otra respuesta, pero no cuántas veces. Un motor que
//! duplica filas, como un join con duplicados, acertaría. Cada fila necesita su propia pareja.

fn same_answer(expected: &[Row], found: &[Row], order: Order) -> Result<(), Difference> {
    // solution:begin same_answer
    let same_row = |expected: &Row, found: &Row| {
        expected.len() == found.len() && expected.iter().zip(found).all(|(a, b)| same_cell(a, b))
    };
    let (mut missing, mut unexpected) = (Vec::new(), Vec::new());
    for (position, row) in expected.iter().enumerate() {
        let is_there = match order {
            Order::Any => found.iter().any(|other| same_row(row, other)),
            Order::Given => found.get(position).is_some_and(|other| same_row(row, other)),
        };
        if !is_there {
            missing.push(row.clone());
        }
    }
    for (position, row) in found.iter().enumerate() {
        let is_there = match order {
            Order::Any => expected.iter().any(|other| same_row(other, row)),
            Order::Given => expected.get(position).is_some_and(|other| same_row(other, row)),
        };
        if !is_there {
            unexpected.push(row.clone());
        }
    }
    let is_same = missing.is_empty() && unexpected.is_empty();
    if is_same { Ok(()) } else { Err(Difference { missing, unexpected }) }
    // solution:end
}
