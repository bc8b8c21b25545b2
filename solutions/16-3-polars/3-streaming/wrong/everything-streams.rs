//! fails: nodes_are_told_from_the_rest_of_a_graph
//! hint_en: That a query runs in the streaming engine does not mean that each of its nodes streams.
//! The color at the end of a node's line tells.
//! hint_es: Que una consulta se ejecute en el motor de streaming no significa que cada nodo trabaje por
//! partes. Lo dice el color al final de la línea del nodo.

fn classify(dot: &str) -> Vec<Node> {
    // solution:begin classify
    let node = |line: &str| {
        let (_, label) = line.split_once(" [label=\"")?;
        let name = label.split(['\\', '"']).next()?.to_owned();
        Some(Node { name, kind: NodeKind::Streaming })
    };
    dot.lines().filter_map(node).collect()
    // solution:end
}
