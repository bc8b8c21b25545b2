//! fails: endings_are_predicted
//! hint_en: A borrow ends with its last use, a value does not. Its owner keeps it until the end of the
//! scope, however long ago it was used. `drop(column)` is how you end it earlier.
//! hint_es: Un préstamo termina con su último uso; un valor, no. Su dueño lo conserva hasta el final del
//! ámbito, por mucho que haga desde que se usó. Con `drop(column)` lo terminas antes.

const PREDICTED_ENDINGS: &[(&str, &str)] = &[
    // solution:begin used_for_the_last_time
    ("used_for_the_last_time", "freed"),
    // solution:end
];
