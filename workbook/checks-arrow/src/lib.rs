//! What the tests of the exercises share, for exercises that use Arrow.
//!
//! A failed check says in the student's language what differs: the schema, the number of rows, the
//! nulls of each column, and the first row.
//!
//! ```should_panic
//! use std::sync::Arc;
//!
//! use arrow::array::{ArrayRef, Int64Array, RecordBatch};
//! use checks::text;
//! use checks_arrow::same_batches;
//!
//! let batch = |ids: Vec<i64>| {
//!     let ids: ArrayRef = Arc::new(Int64Array::from(ids));
//!     RecordBatch::try_from_iter([("id", ids)]).unwrap()
//! };
//! // The cut into batches does not matter, the rows do.
//! let found = [batch(vec![1]), batch(vec![2, 4])];
//! same_batches(text!("sales of norte", "ventas de norte"), &found, &[batch(vec![1, 2, 3])]);
//! ```
//!
//! # When two values are the same
//!
//! * Null is the same as null and nothing else. What a null slot holds in memory does not matter.
//! * NaN is the same as any other NaN, whatever its bits.
//! * All other numbers are the same if their bits are: `0.0` and `-0.0` differ. There is no tolerance;
//!   for that there is [`checks::close_rows`].
//! * The rule for NaN holds for columns of floats. Inside lists and structs, the bits of NaN count too.

mod allocation;
mod schema;
mod table;

pub use allocation::same_allocation;
pub use schema::same_schema;
pub use table::{same_array, same_batch, same_batches};
