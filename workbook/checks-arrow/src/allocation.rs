//! Which arrays share memory.

use arrow::array::{Array, ArrayData};
use arrow::buffer::Buffer;

/// Whether a buffer of values of `a` and one of `b` lie in the same allocation.
///
/// Compares where allocations begin and end, not where the values begin: a slice shares memory with
/// the array that it was cut from, and with other slices of it. The values of nested arrays count.
/// Validity bitmaps do not: a kernel may compute new values and keep the bitmap. Buffers without
/// memory, such as those of empty arrays, are shared with nobody.
pub fn same_allocation(a: &dyn Array, b: &dyn Array) -> bool {
    let (a, b) = (allocations(&a.to_data()), allocations(&b.to_data()));
    a.iter().any(|a| b.iter().any(|b| a.start < b.end && b.start < a.end))
}

/// The addresses of an allocation.
type Addresses = std::ops::Range<usize>;

fn allocations(data: &ArrayData) -> Vec<Addresses> {
    let own = data.buffers().iter().map(addresses);
    own.chain(data.child_data().iter().flat_map(allocations)).collect()
}

fn addresses(buffer: &Buffer) -> Addresses {
    let start = buffer.data_ptr().as_ptr() as usize;
    start..start + buffer.capacity()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Float64Array, StringArray, StructArray};
    use arrow::compute::kernels::numeric;
    use arrow::datatypes::{DataType, Field};

    use super::*;

    #[test]
    fn clones_slices_and_their_slices_share() {
        let array = Float64Array::from(vec![1.0, 2.0, 3.0, 4.0]);
        assert!(same_allocation(&array, &array.clone()));
        assert!(same_allocation(&array, &array.slice(2, 1)));
        assert!(same_allocation(&array.slice(0, 1), &array.slice(3, 1)));
        let words = StringArray::from(vec!["norte", "sur"]);
        assert!(same_allocation(&words.slice(1, 1), &words));
    }

    #[test]
    fn equal_values_elsewhere_do_not_share() {
        let new = || Float64Array::from(vec![Some(1.0), None]);
        let array = new();
        assert!(!same_allocation(&array, &new()));
        // The product keeps the validity bitmap and has values of its own.
        let product = numeric::mul(&array, &Float64Array::new_scalar(1.0)).unwrap();
        assert!(!same_allocation(&array, &product));
    }

    #[test]
    fn empty_arrays_share_nothing() {
        let empty = Float64Array::from(Vec::<f64>::new());
        assert!(!same_allocation(&empty, &empty));
    }

    #[test]
    fn fields_of_a_struct_are_found() {
        let values: ArrayRef = Arc::new(Float64Array::from(vec![1.0]));
        let field = Arc::new(Field::new("monto", DataType::Float64, false));
        let row = StructArray::from(vec![(field, Arc::clone(&values))]);
        assert!(same_allocation(&row, &values));
    }
}
