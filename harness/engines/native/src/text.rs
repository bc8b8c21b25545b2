//! A column of text with few distinct values.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Context, Result, ensure};
use arrow::array::{Array, AsArray, DictionaryArray, StringViewArray};
use arrow::buffer::{Buffer, ScalarBuffer};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int32Type};
use kernels::{EMPTY, InstructionSet, NULL_KEY, group_sum, group_sum_codes};

use crate::columns::marked;

/// One text or null per row.
pub(crate) enum Text {
    /// Arrow string views. `keys` are the views of `array` with [`NULL_KEY`] for null.
    Views { array: StringViewArray, keys: ScalarBuffer<u128> },
    /// The place of the row's text in a list, which holds null as well.
    Codes { codes: Vec<u8>, texts: Vec<Option<String>> },
}

/// Sums by text; `None` stands for null.
pub(crate) type Revenue = BTreeMap<Option<String>, f64>;

impl Text {
    /// Takes over a column of strings, string views, or a dictionary of strings.
    ///
    /// # Errors
    ///
    /// If the column is something else.
    pub(crate) fn from_array(array: &dyn Array) -> Result<Self> {
        if let Some(dictionary) = array.as_dictionary_opt::<Int32Type>()
            && let Some(text) = Self::from_dictionary(dictionary)?
        {
            return Ok(text);
        }
        ensure!(is_text(array.data_type()), "`{}` is no text", array.data_type());
        let array = cast(array, &DataType::Utf8View)?.as_string_view().clone();
        let keys = marked(array.views(), array.nulls(), NULL_KEY);
        Ok(Self::Views { array, keys })
    }

    /// `None` if one byte is not enough.
    fn from_dictionary(array: &DictionaryArray<Int32Type>) -> Result<Option<Self>> {
        let values = cast(array.values(), &DataType::Utf8)?;
        let texts = values.as_string::<i32>().iter().map(|text| text.map(str::to_owned));
        // Null comes last.
        let texts: Vec<Option<String>> = texts.chain([None]).collect();
        let Ok(null) = u8::try_from(texts.len() - 1) else { return Ok(None) };
        let keys = array.keys().values().iter().map(|&key| key as u8);
        let codes = match array.keys().nulls().filter(|nulls| nulls.null_count() > 0) {
            None => keys.collect(),
            Some(nulls) => {
                keys.zip(nulls).map(|(key, valid)| if valid { key } else { null }).collect()
            }
        };
        Ok(Some(Self::Codes { codes, texts }))
    }

    /// The text of row `row`.
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Views { array, .. } => array.is_valid(row).then(|| array.value(row)),
            Self::Codes { codes, texts } => texts[usize::from(codes[row])].as_deref(),
        }
    }

    /// The sum of `values[row]` by text over the rows with a value above `threshold`; `values` are
    /// those of `rows`.
    pub(crate) fn group_sum(
        &self,
        isa: InstructionSet,
        rows: Range<usize>,
        values: &[f64],
        threshold: f64,
    ) -> Result<Revenue> {
        let mut revenue = Revenue::new();
        // Two keys or codes may stand for one text.
        let mut add = |text, sum| *revenue.entry(text).or_insert(EMPTY) += sum;
        match self {
            Self::Views { array, keys } => {
                for (key, sum) in group_sum(isa, &keys[rows], values, threshold) {
                    add(resolve(key, array.data_buffers())?, sum);
                }
            }
            Self::Codes { codes, texts } => {
                let sums = group_sum_codes(isa, &codes[rows], values, threshold);
                for (text, sum) in texts.iter().zip(sums) {
                    if sum.to_bits() != EMPTY.to_bits() {
                        add(text.clone(), sum);
                    }
                }
            }
        }
        Ok(revenue)
    }
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, values) => is_text(values),
        other => matches!(other, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
    }
}

/// The text behind a view: 4 bytes of length, then either up to 12 bytes of text or the first 4
/// bytes of it, the number of a buffer and the offset in it (Arrow Columnar Format, "Variable-size
/// Binary View Layout").
fn resolve(view: u128, buffers: &[Buffer]) -> Result<Option<String>> {
    if view == NULL_KEY {
        return Ok(None);
    }
    let bytes = view.to_le_bytes();
    let word = |at: usize| {
        let word = bytes[at..at + 4].try_into().expect("four bytes");
        u32::from_le_bytes(word) as usize
    };
    let text = match word(0) {
        len @ ..=12 => &bytes[4..4 + len],
        len => &buffers[word(8)][word(12)..][..len],
    };
    let text = str::from_utf8(text).context("a string view holds something else than text")?;
    Ok(Some(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use arrow::array::{DictionaryArray, StringArray, StringViewArray};

    use super::*;

    const LONG: &str = "una región con un nombre muy largo";

    fn column() -> Vec<Option<&'static str>> {
        vec![Some("norte"), None, Some(""), Some(LONG), Some("norte"), Some("doce letras!"), None]
    }

    fn check(text: &Text) {
        let found: Vec<Option<&str>> = (0..7).map(|row| text.get(row)).collect();
        assert_eq!(found, column());
        let values = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 0.5];
        for isa in InstructionSet::available() {
            let sums = text.group_sum(isa, 0..7, &values, 0.5).unwrap();
            let sums: Vec<_> = sums.iter().map(|(text, sum)| (text.as_deref(), *sum)).collect();
            let expected = [(None, 2.0), (Some(""), 4.0), (Some("doce letras!"), 32.0)];
            assert_eq!(sums[..3], expected);
            assert_eq!(sums[3..], [(Some("norte"), 17.0), (Some(LONG), 8.0)]);
        }
    }

    #[test]
    fn strings_are_grouped_with_null_and_long_ones() {
        check(&Text::from_array(&StringArray::from(column())).unwrap());
        check(&Text::from_array(&StringViewArray::from(column())).unwrap());
    }

    #[test]
    fn dictionaries_are_grouped_with_null_and_long_ones() {
        let text = Text::from_array(&DictionaryArray::<Int32Type>::from_iter(column())).unwrap();
        assert!(matches!(text, Text::Codes { .. }));
        check(&text);
    }

    #[test]
    fn one_long_text_in_two_places_is_one_group() {
        let text = Text::from_array(&StringViewArray::from(vec![LONG, LONG])).unwrap();
        let sums = text.group_sum(InstructionSet::best(), 0..2, &[1.0, 2.0], 0.0).unwrap();
        assert_eq!(sums, Revenue::from([(Some(LONG.to_owned()), 3.0)]));
    }

    #[test]
    fn a_large_dictionary_is_read_as_views() {
        let names: Vec<String> = (0..300).map(|number| format!("r{number}")).collect();
        let names = names.iter().map(String::as_str);
        let text = Text::from_array(&DictionaryArray::<Int32Type>::from_iter(names)).unwrap();
        assert!(matches!(text, Text::Views { .. }));
        assert_eq!(text.get(299), Some("r299"));
    }

    #[test]
    fn another_type_is_an_error() {
        let dates = arrow::array::Date32Array::from(vec![1]);
        assert!(Text::from_array(&dates).is_err());
    }
}
