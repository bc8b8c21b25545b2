//! fails: messages_name_what_was_refused
//! hint_en: Whoever reads "not a number" in a log wants to know which text it was. The variants carry it:
//! `Self::NotANumber(text) => write!(f, "`{text}` is not a number")`.
//! hint_es: Quien lee «not a number» en un registro quiere saber qué texto era. Las variantes lo llevan:
//! `Self::NotANumber(text) => write!(f, "`{text}` is not a number")`.

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // solution:begin display
        f.write_str(match self {
            Self::Empty => "the amount is empty",
            Self::NotANumber(_) => "not a number",
            Self::NotFinite(_) => "not finite",
            Self::Negative(_) => "below zero",
        })
        // solution:end
    }
}
