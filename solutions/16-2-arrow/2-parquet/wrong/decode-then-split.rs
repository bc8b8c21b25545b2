//! fails: folder_names_give_values
//! hint_en: An escaped `%3D` becomes an `=` that was part of the name. Take the folder apart at the
//! first `=` and decode both sides after that.
//! hint_es: Un `%3D` escapado se convierte en un `=` que formaba parte del nombre. Separa primero
//! por el primer `=` y decodifica después los dos lados.

fn partition_value(folder: &str) -> Option<(String, Option<String>)> {
    let decode = percent::decode;
    // solution:begin partition_value
    let folder = decode(folder);
    let (name, value) = folder.split_once('=').filter(|(name, _)| !name.is_empty())?;
    Some((name.to_owned(), (value != NULL_PARTITION).then(|| value.to_owned())))
    // solution:end
}
