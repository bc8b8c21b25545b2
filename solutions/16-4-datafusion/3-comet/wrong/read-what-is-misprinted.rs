//! fails: what_cannot_be_read_is_refused
//! hint_en: Your parser reads a plan in which the headings of a subquery are too far to the left. From
//! there on, "indented at least as far" leaves out nodes that ran. Compare each heading other than
//! `Initial Plan` with the depth of the last node, and return an error.
//! hint_es: Tu lector acepta un plan en el que los títulos de una subconsulta están demasiado a la
//! izquierda. Desde ahí, «al menos con la misma sangría» descarta nodos que sí se ejecutaron. Compara
//! cada título que no sea `Initial Plan` con la profundidad del último nodo y devuelve un error.

fn parse_physical_plan(text: &str) -> Result<Vec<PlanNode>, PlanError> {
    // solution:begin parse_physical_plan
    let mut nodes: Vec<PlanNode> = Vec::new();
    let mut initial_plan = None;
    for printed in text.lines() {
        let (depth, content) = indentation(printed);
        if initial_plan.is_some_and(|heading| depth >= heading) {
            continue;
        }
        initial_plan = content.starts_with("== Initial Plan").then_some(depth);
        let name = node_name(content);
        if !name.is_empty() {
            nodes.push(PlanNode { name: name.to_owned(), depth, origin: origin(name) });
        }
    }
    if nodes.is_empty() { Err(PlanError::Empty) } else { Ok(nodes) }
    // solution:end
}
