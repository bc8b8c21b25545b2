//! Missing values: from Arrow bitmaps to the marks that the kernels know.

/// Stands for a null text. No string view has these bits: its length would be 4 GiB - 1, and Arrow
/// allows 2 GiB.
pub const NULL_KEY: u128 = u128::MAX;

/// An Arrow validity bitmap: bit `i`, counted from the lowest bit of the first byte, is set if row
/// `i` holds a value.
#[derive(Debug, Clone, Copy)]
pub struct Validity<'a> {
    pub bytes: &'a [u8],
    /// Bits before the one of row 0.
    pub offset: usize,
}

impl Validity<'_> {
    /// Whether row `row` holds a value.
    #[inline]
    pub fn is_valid(&self, row: usize) -> bool {
        let bit = self.offset + row;
        self.bytes[bit / 8] >> (bit % 8) & 1 != 0
    }
}

/// Writes `mark` into every row that holds no value: NaN for numbers, [`NULL_KEY`] for text.
///
/// # Panics
///
/// If the bitmap is shorter than `values`.
pub fn mark<T: Copy>(values: &mut [T], validity: Validity<'_>, mark: T) {
    for (row, value) in values.iter_mut().enumerate() {
        *value = if validity.is_valid(row) { *value } else { mark };
    }
}
