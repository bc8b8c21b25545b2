//! fails: nodes_are_told_from_the_rest_of_a_graph
//! hint_en: The text of a color may also stand inside a label, which quotes the query. The color of a
//! node comes after its label, at the end of the line.
//! hint_es: El texto de un color también puede estar dentro de una etiqueta, que cita la consulta. El
//! color de un nodo viene después de la etiqueta, al final de la línea.

fn classify(dot: &str) -> Vec<Node> {
    // solution:begin classify
    let node = |line: &str| {
        let (_, label) = line.split_once(" [label=\"")?;
        let name = label.split(['\\', '"']).next()?.to_owned();
        let kind = if line.contains(FALLBACK_COLOR) {
            NodeKind::InMemoryFallback
        } else if line.contains(MEMORY_INTENSIVE_COLOR) {
            NodeKind::MemoryIntensive
        } else {
            NodeKind::Streaming
        };
        Some(Node { name, kind })
    };
    dot.lines().filter_map(node).collect()
    // solution:end
}
