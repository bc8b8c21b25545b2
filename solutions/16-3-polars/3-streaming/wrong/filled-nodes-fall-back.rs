//! fails: nodes_are_told_from_the_rest_of_a_graph
//! hint_en: Two colors fill nodes. Yellow ones stream and may need much memory, as a group-by does;
//! only the red ones fall back to the in-memory engine.
//! hint_es: Hay dos colores de relleno. Los nodos amarillos trabajan por partes y pueden necesitar mucha
//! memoria, como un group-by; solo los rojos recurren al motor en memoria.

fn classify(dot: &str) -> Vec<Node> {
    // solution:begin classify
    let node = |line: &str| {
        let (_, label) = line.split_once(" [label=\"")?;
        let name = label.split(['\\', '"']).next()?.to_owned();
        let is_filled = line.ends_with("fillcolor=\"0.0 0.3 1.0\"];")
            || line.ends_with("fillcolor=\"0.16 0.3 1.0\"];");
        let kind = if is_filled { NodeKind::InMemoryFallback } else { NodeKind::Streaming };
        Some(Node { name, kind })
    };
    dot.lines().filter_map(node).collect()
    // solution:end
}
