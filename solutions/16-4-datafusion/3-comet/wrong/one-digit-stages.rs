//! fails: a_line_is_taken_apart
//! hint_en: The mark `*(1) ` has as many digits as the number of the stage: `*(12) ` is one character
//! longer. Do not cut off a fixed number of characters; look for where the mark ends.
//! hint_es: La marca `*(1) ` tiene tantas cifras como el número de la etapa: `*(12) ` es un carácter más
//! larga. No cortes un número fijo de caracteres; busca dónde acaba la marca.

fn node_name(content: &str) -> &str {
    // solution:begin node_name
    let node = if content.starts_with("*(") { &content[5..] } else { content };
    let end = node.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(node.len());
    &node[..end]
    // solution:end
}
