//! The forms that an answer can have: letters, a number, an order.

use crate::exercise::{Number, Question};
use crate::language::Language::{self, En, Es};

use super::{item, messages};

/// A question that has a right answer.
#[derive(Debug)]
pub(super) enum Answer<'a> {
    Letters {
        /// Letter and text of each choice.
        choices: Vec<(&'a str, &'a str)>,
        /// The letters of the right ones.
        right: Vec<&'a str>,
    },
    Number(Number),
    Order {
        /// The things as they are shown.
        shown: Vec<&'a str>,
        /// The numbers of the shown things, counted from 1, in the right order.
        right: Vec<usize>,
    },
}

/// What an answer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    Right,
    Wrong,
    /// It is no letter, number or order: it does not count.
    Malformed,
    /// Nothing was answered: the student wants to see the solution.
    ShowMe,
}

impl<'a> Answer<'a> {
    /// `None` for an open question.
    pub(super) fn of(question: &'a Question, language: Language) -> Option<Self> {
        if let Some(choices) = &question.choices {
            let choices = choices.get(language).iter();
            let choices = choices.map(|(letter, text)| (letter.as_str(), text.as_str())).collect();
            let mut right: Vec<&str> = question.answers.iter().map(String::as_str).collect();
            right.sort_unstable();
            return Some(Self::Letters { choices, right });
        }
        if let Some(number) = question.number {
            return Some(Self::Number(number));
        }
        let steps = question.order.as_ref()?.get(language);
        let order = shuffled(steps.len(), &question.id);
        let shown = order.iter().map(|&step| steps[step].as_str()).collect();
        let place = |step| order.iter().position(|&other| other == step);
        let right = (0..steps.len()).filter_map(place).map(|at| at + 1).collect();
        Some(Self::Order { shown, right })
    }

    /// The choices, or the things to put in order.
    pub(super) fn options(&self) -> String {
        let lines: Vec<String> = match self {
            Self::Letters { choices, .. } => {
                choices.iter().map(|(letter, text)| item(&format!("{letter}) "), text)).collect()
            }
            Self::Number(_) => vec![],
            Self::Order { shown, .. } => {
                (1..).zip(shown).map(|(number, text)| item(&format!("{number}. "), text)).collect()
            }
        };
        lines.into_iter().map(|line| line + "\n").collect()
    }

    pub(super) fn prompt(&self, language: Language) -> &'static str {
        match self {
            Self::Letters { right, .. } if right.len() == 1 => messages::ask_letter(language),
            Self::Letters { .. } => messages::ask_letters(language),
            Self::Number(_) => messages::ask_number(language),
            Self::Order { .. } => messages::ask_order(language),
        }
    }

    pub(super) fn expected_form(&self, language: Language) -> String {
        match self {
            Self::Letters { choices, .. } => {
                let letters: Vec<&str> = choices.iter().map(|(letter, _)| *letter).collect();
                messages::expected_letters(language, &letters.join(", "))
            }
            Self::Number(_) => messages::expected_number(language).to_owned(),
            Self::Order { shown, .. } => messages::expected_order(language, shown.len()),
        }
    }

    pub(super) fn judge(&self, line: &str) -> Judged {
        if line.is_empty() {
            return Judged::ShowMe;
        }
        let right = match self {
            Self::Letters { choices, right } => {
                letters(line, choices).map(|letters| letters == *right)
            }
            Self::Number(number) => is_number(line, *number),
            Self::Order { shown, right } => order(line, shown.len()).map(|order| order == *right),
        };
        match right {
            Some(true) => Judged::Right,
            Some(false) => Judged::Wrong,
            None => Judged::Malformed,
        }
    }

    /// The right answer as a student would write it.
    pub(super) fn solution(&self, language: Language) -> String {
        match self {
            Self::Letters { right, .. } => right.join(", "),
            Self::Number(Number { value, tolerance }) => {
                let text = if *tolerance == 0.0 {
                    format!("{value}")
                } else {
                    format!("{value} ± {tolerance}")
                };
                match language {
                    En => text,
                    Es => text.replace('.', ","),
                }
            }
            Self::Order { right, .. } => {
                right.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
            }
        }
    }
}

/// Reads `a`, `ac`, `A, C`: the letters, sorted and once each. `None` if one is no choice.
fn letters<'a>(line: &str, choices: &[(&'a str, &str)]) -> Option<Vec<&'a str>> {
    let given = line.to_lowercase();
    let given = given.chars().filter(|letter| letter.is_alphanumeric());
    let known =
        |letter: char| choices.iter().map(|(known, _)| *known).find(|k| k.starts_with(letter));
    let mut letters: Vec<&str> = given.map(known).collect::<Option<_>>()?;
    letters.sort_unstable();
    letters.dedup();
    (!letters.is_empty()).then_some(letters)
}

/// Reads `3`, `3.5`, `3,5`, `1_000` or `1,000`. `None` if it is no number; a comma may be a decimal
/// one or separate thousands, and the answer is right if one reading is.
fn is_number(line: &str, Number { value, tolerance }: Number) -> Option<bool> {
    let line: String = line.chars().filter(|c| !c.is_whitespace() && !"_%".contains(*c)).collect();
    let readings = [line.clone(), line.replace(',', ""), line.replace('.', "").replace(',', ".")];
    let numbers: Vec<f64> = readings.iter().filter_map(|text| text.parse().ok()).collect();
    // The decimal value of a tolerance such as 0.1 is not exact.
    let slack = 1e-9 * value.abs().max(1.0);
    let is_right = |number: &f64| (number - value).abs() <= tolerance + slack;
    (!numbers.is_empty()).then(|| numbers.iter().any(is_right))
}

/// Reads `312` or `3, 1, 2`: every number from 1 to `n` once.
fn order(line: &str, n: usize) -> Option<Vec<usize>> {
    let words: Vec<&str> =
        line.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty()).collect();
    let order: Vec<usize> = match words[..] {
        [digits] if n < 10 => {
            digits.chars().filter_map(|c| c.to_digit(10)).map(|digit| digit as usize).collect()
        }
        _ => words.iter().map(|word| word.parse().ok()).collect::<Option<_>>()?,
    };
    let mut sorted = order.clone();
    sorted.sort_unstable();
    sorted.into_iter().eq(1..=n).then_some(order)
}

/// The numbers below `n`, `n >= 2`, in an order that is the same for everybody, and not sorted.
fn shuffled(n: usize, question_id: &str) -> Vec<usize> {
    // Knuth's multiplicative hash gives each step a place that depends on the question.
    let seed = question_id.bytes().fold(1_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte));
    let mut steps: Vec<usize> = (0..n).collect();
    steps.sort_by_key(|&step| (seed ^ step as u32).wrapping_mul(2_654_435_769));
    if steps.is_sorted() {
        steps.rotate_left(1);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_come_in_any_order_and_case() {
        let choices = [("a", ""), ("b", ""), ("c", "")];
        for line in ["ac", "C a", "c, A", "a) c)", "aca"] {
            assert_eq!(letters(line, &choices), Some(vec!["a", "c"]), "{line}");
        }
        for line in ["", "d", "a d", "?"] {
            assert_eq!(letters(line, &choices), None, "{line}");
        }
    }

    #[test]
    fn numbers_are_read_in_both_languages() {
        let number = |value, tolerance| Number { value, tolerance };
        for line in ["3.5", "3,5", " 3.50 ", "+3.5", "3.5 %"] {
            assert_eq!(is_number(line, number(3.5, 0.0)), Some(true), "{line}");
        }
        for line in ["1000", "1,000", "1.000", "1_000", "1 000", "1e3"] {
            assert_eq!(is_number(line, number(1_000.0, 0.0)), Some(true), "{line}");
        }
        assert_eq!(is_number("0.3", number(0.2, 0.1)), Some(true), "the edge belongs to it");
        assert_eq!(is_number("0.31", number(0.2, 0.1)), Some(false));
        assert_eq!(is_number("-3.5", number(3.5, 0.0)), Some(false));
        assert_eq!(is_number("three", number(3.0, 0.0)), None);
        assert_eq!(is_number("NaN", number(3.0, 0.0)), Some(false));
    }

    #[test]
    fn an_order_names_everything_once() {
        for line in ["312", "3 1 2", "3, 1, 2", "3-1-2"] {
            assert_eq!(order(line, 3), Some(vec![3, 1, 2]), "{line}");
        }
        for line in ["31", "3 1 1", "0 1 2", "3 1 2 4", "abc"] {
            assert_eq!(order(line, 3), None, "{line}");
        }
        assert!(order("10 1 2 3 4 5 6 7 8 9", 10).is_some());
    }

    #[test]
    fn a_shuffled_order_is_a_permutation_and_not_sorted() {
        for n in 2..9 {
            for id in ["steps", "plan", "x"] {
                let order = shuffled(n, id);
                assert!(!order.is_sorted(), "{id} {n}");
                let mut sorted = order.clone();
                sorted.sort_unstable();
                assert!(sorted.into_iter().eq(0..n), "{order:?}");
            }
        }
    }
}
