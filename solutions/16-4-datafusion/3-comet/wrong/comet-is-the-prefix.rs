//! fails: the_name_tells_who_does_the_work
//! hint_en: Not every name that begins with `Comet` is work done by Comet: `CometColumnarToRow` only
//! converts, and `CometUnion` runs on the JVM. Ask the three lists first and the prefix last.
//! hint_es: No todo nombre que empieza por `Comet` es trabajo hecho por Comet: `CometColumnarToRow` solo
//! convierte, y `CometUnion` se ejecuta en la JVM. Consulta primero las tres listas y al final el
//! prefijo.

fn origin(name: &str) -> NodeOrigin {
    // solution:begin origin
    if name.starts_with("Comet") {
        if COMET_ON_JVM.contains(&name) { NodeOrigin::CometJvm } else { NodeOrigin::CometNative }
    } else if TRANSITIONS.contains(&name) {
        NodeOrigin::Transition
    } else if WRAPPERS.contains(&name) {
        NodeOrigin::Wrapper
    } else {
        NodeOrigin::Spark
    }
    // solution:end
}
