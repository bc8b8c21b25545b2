//! How two schemas differ.

use arrow::datatypes::{Field, Schema};
use checks::text;

/// Fails unless both schemas have the same columns: names, order, types, and whether nulls are
/// allowed. Lists all differences. Metadata is not compared.
///
/// # Panics
///
/// If they differ.
#[track_caller]
pub fn same_schema(what: impl AsRef<str>, found: &Schema, expected: &Schema) {
    let differences = differences(found, expected);
    if !differences.is_empty() {
        let (what, differences) = (what.as_ref(), differences.join("\n  "));
        panic!(
            "{}",
            text!(
                "{what}: the schema differs\n  {differences}",
                "{what}: el esquema es distinto\n  {differences}"
            )
        );
    }
}

/// One sentence for each difference.
fn differences(found: &Schema, expected: &Schema) -> Vec<String> {
    let mut differences = Vec::new();
    for field in missing_from(found, expected) {
        let (name, data_type) = (field.name(), field.data_type());
        differences.push(text!(
            "column `{name}` of type {data_type} is missing",
            "falta la columna `{name}`, de tipo {data_type}"
        ));
    }
    for field in missing_from(expected, found) {
        let (name, data_type) = (field.name(), field.data_type());
        differences.push(text!(
            "column `{name}` of type {data_type} is not expected",
            "sobra la columna `{name}`, de tipo {data_type}"
        ));
    }
    if differences.is_empty() && names(found) != names(expected) {
        let (found, expected) = (names(found).join("`, `"), names(expected).join("`, `"));
        return vec![text!(
            "order of the columns: expected `{expected}`\n                        found    `{found}`",
            "orden de las columnas: se esperaba `{expected}`\n                         se encontró `{found}`"
        )];
    }
    for field in found.fields() {
        if let Ok(expected) = expected.field_with_name(field.name()) {
            differences.extend(field_differences(field, expected));
        }
    }
    differences
}

/// The fields of `schema` whose names `from` lacks. Two columns of one name need two there.
fn missing_from<'a>(from: &Schema, schema: &'a Schema) -> Vec<&'a Field> {
    let mut names = names(from);
    let is_missing = |field: &&Field| match names.iter().position(|name| name == field.name()) {
        Some(position) => {
            names.swap_remove(position);
            false
        }
        None => true,
    };
    schema.fields().iter().map(AsRef::as_ref).filter(is_missing).collect()
}

fn names(schema: &Schema) -> Vec<&str> {
    schema.fields().iter().map(|field| field.name().as_str()).collect()
}

fn field_differences(found: &Field, expected: &Field) -> Vec<String> {
    let name = found.name();
    let mut differences = Vec::new();
    let (found_type, expected_type) = (found.data_type(), expected.data_type());
    if found_type != expected_type {
        differences.push(text!(
            "column `{name}` has type {found_type}, expected {expected_type}",
            "la columna `{name}` es de tipo {found_type}, se esperaba {expected_type}"
        ));
    }
    match (found.is_nullable(), expected.is_nullable()) {
        (true, false) => differences.push(text!(
            "column `{name}` allows nulls, which it should not",
            "la columna `{name}` admite nulos y no debería"
        )),
        (false, true) => differences.push(text!(
            "column `{name}` does not allow nulls, which it should",
            "la columna `{name}` no admite nulos y debería"
        )),
        _ => {}
    }
    differences
}

#[cfg(test)]
mod tests {
    use arrow::datatypes::DataType;

    use super::*;

    fn schema(columns: &[(&str, DataType, bool)]) -> Schema {
        let field = |(name, data_type, nullable): &(&str, DataType, bool)| {
            Field::new(*name, data_type.clone(), *nullable)
        };
        Schema::new(columns.iter().map(field).collect::<Vec<_>>())
    }

    fn count(found: &[(&str, DataType, bool)], expected: &[(&str, DataType, bool)]) -> usize {
        let differences = differences(&schema(found), &schema(expected));
        let all = differences.join("\n");
        // Each difference names a column.
        assert!(differences.iter().all(|difference| difference.contains('`')), "{all}");
        differences.len()
    }

    const ID: (&str, DataType, bool) = ("id", DataType::Int64, false);
    const MONTO: (&str, DataType, bool) = ("monto", DataType::Float64, true);

    #[test]
    fn equal_schemas_have_no_difference() {
        assert_eq!(count(&[ID, MONTO], &[ID, MONTO]), 0);
        assert_eq!(count(&[], &[]), 0);
        let with_metadata = schema(&[ID]).with_metadata([("k".to_owned(), "v".to_owned())].into());
        same_schema("", &with_metadata, &schema(&[ID]));
    }

    #[test]
    fn missing_and_extra_columns_are_listed() {
        assert_eq!(count(&[ID], &[ID, MONTO]), 1);
        assert_eq!(count(&[ID, MONTO], &[MONTO]), 1);
        assert_eq!(count(&[ID], &[MONTO]), 2);
        assert_eq!(count(&[ID, ID], &[ID]), 1);
    }

    #[test]
    fn order_type_and_nulls_count() {
        assert_eq!(count(&[MONTO, ID], &[ID, MONTO]), 1);
        assert_eq!(count(&[("id", DataType::Int32, false)], &[ID]), 1);
        assert_eq!(count(&[("id", DataType::Int64, true)], &[ID]), 1);
        assert_eq!(count(&[("id", DataType::Utf8, true)], &[ID]), 2);
    }

    #[test]
    #[should_panic(expected = "`monto`")]
    fn the_message_names_the_column() {
        same_schema("sales", &schema(&[ID]), &schema(&[ID, MONTO]));
    }
}
