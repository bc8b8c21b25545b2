//! fails: an_initial_plan_never_ran
//! hint_en: You leave out the heading `Initial Plan`, but not the plan below it, which never ran: every
//! operator is counted twice. Remember how far the heading is indented, and leave out the lines that
//! follow until one is further to the left.
//! hint_es: Descartas el título `Initial Plan`, pero no el plan que tiene debajo, que nunca se ejecutó:
//! cada operador se cuenta dos veces. Recuerda la sangría del título y descarta las líneas siguientes
//! hasta que una esté más a la izquierda.

fn parse_physical_plan(text: &str) -> Result<Vec<PlanNode>, PlanError> {
    // solution:begin parse_physical_plan
    let mut nodes: Vec<PlanNode> = Vec::new();
    for (line, printed) in (1..).zip(text.lines()) {
        let (depth, content) = indentation(printed);
        if content.starts_with("== ") {
            let initial = content.contains("Initial Plan");
            if !initial && nodes.last().is_some_and(|node| depth < node.depth) {
                return Err(PlanError::Misprinted { line });
            }
            continue;
        }
        let name = node_name(content);
        if !name.is_empty() {
            nodes.push(PlanNode { name: name.to_owned(), depth, origin: origin(name) });
        }
    }
    if nodes.is_empty() { Err(PlanError::Empty) } else { Ok(nodes) }
    // solution:end
}
