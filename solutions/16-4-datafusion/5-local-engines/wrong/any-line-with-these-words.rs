//! fails: all_else_is_other
//! hint_en: You look for the words anywhere in the text. Engines quote the SQL in their messages, and it
//! may hold any words: here, the name of a column. What kind of error it is stands at the beginning of a
//! line.
//! hint_es: Buscas las palabras en cualquier sitio del texto. Los motores citan el SQL en sus mensajes,
//! y puede contener cualquier palabra: aquí, el nombre de una columna. El tipo de error está al
//! principio de una línea.

fn classify(exit: Exit, stderr: &str) -> Failure {
    // solution:begin classify
    let says = |words: &[&str]| words.iter().any(|word| stderr.contains(word));
    match exit {
        Exit::TimeLimit => Failure::Timeout,
        Exit::MemoryLimit | Exit::Signal(9) => Failure::OutOfMemory,
        _ if says(&["Resources exhausted", "Out of Memory", "OutOfMemory", "memory allocation"]) => {
            Failure::OutOfMemory
        }
        _ if says(&["ParserError", "not implemented", "Invalid function", "ParserException"]) => {
            Failure::Unsupported
        }
        _ if says(&["Scalar Function", "ParseException", "UNRESOLVED_ROUTINE"]) => {
            Failure::Unsupported
        }
        _ => Failure::Other,
    }
    // solution:end
}
