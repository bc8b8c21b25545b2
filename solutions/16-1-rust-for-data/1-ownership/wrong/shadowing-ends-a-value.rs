//! fails: the_drop_order_is_predicted
//! hint_en: A second `let _table` takes the name, not the value. The first table goes on living
//! without a name, and ends with the others at the end of the scope.
//! hint_es: Un segundo `let _table` se queda con el nombre, no con el valor. La primera tabla sigue viva,
//! ya sin nombre, y termina con las demás al final del ámbito.

const PREDICTED_DROP_ORDER: &[&str] = &[
    // solution:begin drop_order_0
    "underscore",
    // solution:end
    // solution:begin drop_order_1
    "shadowed",
    // solution:end
    // solution:begin drop_order_2
    "early",
    // solution:end
    // solution:begin drop_order_3
    "moved",
    // solution:end
    // solution:begin drop_order_4
    "row 0",
    // solution:end
    // solution:begin drop_order_5
    "row 1",
    // solution:end
    // solution:begin drop_order_6
    "left",
    // solution:end
    // solution:begin drop_order_7
    "right",
    // solution:end
    // solution:begin drop_order_8
    "shadowing",
    // solution:end
    // solution:begin drop_order_9
    "first",
    // solution:end
];
