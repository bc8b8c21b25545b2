//! fails: the_plan_goes_on_after_a_subquery
//! hint_en: The first initial plan may be that of a subquery, in the middle: after it the plan goes on.
//! Do not stop there. Leave out lines only as long as they are indented at least as far as the heading.
//! hint_es: El primer plan inicial puede ser el de una subconsulta, en medio: después, el plan continúa.
//! No te detengas ahí. Descarta líneas solo mientras su sangría sea al menos la del título.

fn parse_physical_plan(text: &str) -> Result<Vec<PlanNode>, PlanError> {
    // solution:begin parse_physical_plan
    let mut nodes: Vec<PlanNode> = Vec::new();
    for (line, printed) in (1..).zip(text.lines()) {
        let (depth, content) = indentation(printed);
        if content.starts_with("== Initial Plan") {
            break;
        }
        if content.starts_with("== ") {
            if nodes.last().is_some_and(|node| depth < node.depth) {
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
