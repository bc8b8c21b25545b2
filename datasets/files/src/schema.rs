//! The Arrow schema of each table.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use datasets::{ColumnType, Strings, Table};

/// The schema of `table`, with text columns declared as `strings` says.
pub fn schema(table: Table, strings: Strings) -> SchemaRef {
    let field = |&(name, column_type, nullable): &(&str, ColumnType, bool)| {
        Field::new(name, data_type(column_type, strings), nullable)
    };
    Arc::new(Schema::new(table.columns().iter().map(field).collect::<Vec<_>>()))
}

fn data_type(column_type: ColumnType, strings: Strings) -> DataType {
    match (column_type, strings) {
        (ColumnType::Int64, _) => DataType::Int64,
        (ColumnType::Float64, _) => DataType::Float64,
        (ColumnType::Date, _) => DataType::Date32,
        // No time zone: with one, some engines convert to the zone of the session and others need a
        // zone database that their slim builds leave out.
        (ColumnType::Timestamp, _) => DataType::Timestamp(TimeUnit::Millisecond, None),
        (ColumnType::Text, Strings::Plain) => DataType::Utf8,
        (ColumnType::Text, Strings::Dictionary) => {
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
        }
    }
}
