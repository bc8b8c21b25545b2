//! fails: the_drop_order_is_predicted
//! hint_en: Variables end in reverse order, but what is inside a value does not: the fields of a struct
//! end in the order of their declaration, the elements of a `Vec` from the first to the last.
//! hint_es: Las variables terminan en orden inverso, pero lo que hay dentro de un valor no: los campos de
//! un struct terminan en el orden en que se declaran, y los elementos de un `Vec`, del primero al último.

const PREDICTED_DROP_ORDER: &[&str] = &[
    // solution:begin drop_order_0
    "underscore",
    // solution:end
    // solution:begin drop_order_3
    "row 1",
    // solution:end
    // solution:begin drop_order_4
    "row 0",
    // solution:end
    // solution:begin drop_order_5
    "right",
    // solution:end
    // solution:begin drop_order_6
    "left",
    // solution:end
];
