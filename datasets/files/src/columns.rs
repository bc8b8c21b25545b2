//! Rows to Arrow columns.

mod clientes;
mod entregas;
mod eventos;
mod ventas;

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, ArrowPrimitiveType, DictionaryArray, Int32Array, PrimitiveArray, StringArray,
};
use arrow::compute::take;
use arrow::datatypes::Int32Type;
use datasets::Strings;

pub(crate) use clientes::clientes;
pub(crate) use entregas::entregas;
pub(crate) use eventos::eventos;
pub(crate) use ventas::ventas;

/// A column without nulls.
fn values<T: ArrowPrimitiveType>(values: impl Iterator<Item = T::Native>) -> ArrayRef {
    Arc::new(PrimitiveArray::<T>::from_iter_values(values))
}

/// A column that may hold nulls. It gets a validity bitmap only if one of these rows is null.
fn nullable<T: ArrowPrimitiveType>(
    values: impl ExactSizeIterator<Item = Option<T::Native>> + Clone,
) -> ArrayRef {
    Arc::new(nullable_array::<T>(values))
}

fn nullable_array<T: ArrowPrimitiveType>(
    values: impl ExactSizeIterator<Item = Option<T::Native>> + Clone,
) -> PrimitiveArray<T> {
    // Two passes without a branch per value are faster than one that grows both buffers.
    let has_nulls = values.clone().any(|value| value.is_none());
    let nulls = has_nulls.then(|| values.clone().map(|value| value.is_some()).collect());
    let values: Vec<T::Native> = values.map(Option::unwrap_or_default).collect();
    PrimitiveArray::new(values.into(), nulls)
}

/// A text column from indices into a short list of `names`.
///
/// The dictionary is the whole list in its own order, whatever the rows hold, so that all batches
/// of a file share it.
fn text(
    names: &[&'static str],
    indices: impl ExactSizeIterator<Item = Option<u8>> + Clone,
    strings: Strings,
) -> ArrayRef {
    let keys: Int32Array = nullable_array::<Int32Type>(indices.map(|index| index.map(i32::from)));
    let names: ArrayRef = Arc::new(StringArray::from_iter_values(names));
    match strings {
        Strings::Plain => take(&names, &keys, None).expect("every index is within the names"),
        Strings::Dictionary => {
            debug_assert!(keys.iter().flatten().all(|key| (key as usize) < names.len()));
            Arc::new(DictionaryArray::new(keys, names))
        }
    }
}
