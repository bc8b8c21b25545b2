//! Formulas such as `monto * 1.19 > 100 and region is not null`. Complete as it is: nothing to solve
//! here.
//!
//! From the loosest to the tightest: `or`, `and`, `not`, one of `== != < <= > >=` or `is null` or
//! `is not null`, `+ -`, `* /`, a sign. A column is named as it is, or between backticks if it has
//! spaces or the name of an operator; text stands between single quotes. `/` keeps the fraction.
//! As everywhere in Polars, a comparison with null gives null, and NaN is above every number.

use std::iter::Peekable;
use std::vec::IntoIter;

use polars::prelude::{Expr, col, lit};
use serde::Deserialize;

/// Parentheses and signs may be nested this deep: a file must not exhaust the stack.
const MAX_DEPTH: usize = 50;

/// A formula, ready for Polars: `Expr::from(&formula)`.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Formula(Expr);

impl From<&Formula> for Expr {
    fn from(formula: &Formula) -> Self {
        formula.0.clone()
    }
}

impl TryFrom<String> for Formula {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut parser = Parser { tokens: tokens(&text)?.into_iter().peekable(), depth: 0 };
        let expr = parser.alternatives()?;
        parser.end()?;
        Ok(Self(expr))
    }
}

#[derive(Debug, PartialEq)]
enum Token {
    /// A number or a text.
    Value(Expr),
    /// A name between backticks.
    Column(String),
    /// A name, or an operator in letters such as `and`.
    Word(String),
    Symbol(&'static str),
}

impl Token {
    fn is(&self, operator: &str) -> bool {
        match self {
            Self::Word(word) => word == operator,
            Self::Symbol(symbol) => *symbol == operator,
            Self::Value(_) | Self::Column(_) => false,
        }
    }
}

/// The longer symbols first, so that `<=` is not read as `<`.
const SYMBOLS: [&str; 12] = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")"];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '\'' | '`' => quoted(rest, first)?,
            '0'..='9' => number(rest)?,
            '_' => word(rest),
            _ if first.is_alphabetic() => word(rest),
            _ => match SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
                Some(symbol) => (Token::Symbol(symbol), symbol.len()),
                None => return Err(format!("`{first}` means nothing in the formula `{text}`")),
            },
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// A token that begins with a quote of one byte, and its length in bytes.
fn quoted(text: &str, quote: char) -> Result<(Token, usize), String> {
    let end =
        text[1..].find(quote).ok_or_else(|| format!("expected a second {quote} in `{text}`"))?;
    let inner = &text[1..=end];
    let token =
        if quote == '`' { Token::Column(inner.to_owned()) } else { Token::Value(lit(inner)) };
    Ok((token, end + 2))
}

fn number(text: &str) -> Result<(Token, usize), String> {
    let length = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let digits = &text[..length];
    let whole = digits.parse::<i64>().map(lit).ok();
    let value = whole.or_else(|| digits.parse::<f64>().map(lit).ok());
    let value = value.ok_or_else(|| format!("expected a number, found `{digits}`"))?;
    Ok((Token::Value(value), length))
}

fn word(text: &str) -> (Token, usize) {
    let length = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    (Token::Word(text[..length].to_owned()), length)
}

/// One function per level of binding, the loosest first: each one asks the next for its operands.
struct Parser {
    tokens: Peekable<IntoIter<Token>>,
    depth: usize,
}

type Parsed = Result<Expr, String>;

impl Parser {
    fn alternatives(&mut self) -> Parsed {
        let mut left = self.conditions()?;
        while self.take("or") {
            left = left.or(self.conditions()?);
        }
        Ok(left)
    }

    fn conditions(&mut self) -> Parsed {
        let mut left = self.condition()?;
        while self.take("and") {
            left = left.and(self.condition()?);
        }
        Ok(left)
    }

    fn condition(&mut self) -> Parsed {
        if self.take("not") {
            return Ok(self.deeper(Self::condition)?.not());
        }
        let left = self.sum()?;
        if self.take("is") {
            let negated = self.take("not");
            self.expect("null")?;
            return Ok(if negated { left.is_not_null() } else { left.is_null() });
        }
        type Comparison = fn(Expr, Expr) -> Expr;
        let comparisons: [(&str, Comparison); 6] = [
            ("==", Expr::eq),
            ("!=", Expr::neq),
            ("<=", Expr::lt_eq),
            (">=", Expr::gt_eq),
            ("<", Expr::lt),
            (">", Expr::gt),
        ];
        match comparisons.into_iter().find(|(symbol, _)| self.take(symbol)) {
            Some((_, compare)) => Ok(compare(left, self.sum()?)),
            None => Ok(left),
        }
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        loop {
            if self.take("+") {
                left = left + self.product()?;
            } else if self.take("-") {
                left = left - self.product()?;
            } else {
                return Ok(left);
            }
        }
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.operand()?;
        loop {
            if self.take("*") {
                left = left * self.operand()?;
            } else if self.take("/") {
                left = left.true_div(self.operand()?);
            } else {
                return Ok(left);
            }
        }
    }

    fn operand(&mut self) -> Parsed {
        if self.take("-") {
            return Ok(-self.deeper(Self::operand)?);
        }
        if self.take("(") {
            let inner = self.deeper(Self::alternatives)?;
            self.expect(")")?;
            return Ok(inner);
        }
        match self.tokens.next() {
            Some(Token::Value(value)) => Ok(value),
            Some(Token::Column(name)) => Ok(col(name)),
            Some(Token::Word(word)) if word == "true" || word == "false" => Ok(lit(word == "true")),
            Some(Token::Word(word)) if !RESERVED.contains(&word.as_str()) => Ok(col(word)),
            found => {
                Err(format!("expected a column or a value, found {}", name_of(found.as_ref())))
            }
        }
    }

    fn deeper(&mut self, parse: fn(&mut Self) -> Parsed) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("expected at most {MAX_DEPTH} nested parentheses and signs"));
        }
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    /// Whether the operator comes next. If it does, it is consumed.
    fn take(&mut self, operator: &str) -> bool {
        self.tokens.next_if(|token| token.is(operator)).is_some()
    }

    fn expect(&mut self, operator: &str) -> Result<(), String> {
        if self.take(operator) {
            return Ok(());
        }
        Err(format!("expected `{operator}`, found {}", name_of(self.tokens.peek())))
    }

    fn end(&mut self) -> Result<(), String> {
        match self.tokens.peek() {
            None => Ok(()),
            found => Err(format!("expected an operator or the end, found {}", name_of(found))),
        }
    }
}

/// Names that a column can only have between backticks.
const RESERVED: [&str; 5] = ["and", "or", "not", "is", "null"];

fn name_of(token: Option<&Token>) -> String {
    match token {
        None => "the end of the formula".to_owned(),
        Some(Token::Value(value)) => format!("`{value}`"),
        Some(Token::Column(name) | Token::Word(name)) => format!("`{name}`"),
        Some(Token::Symbol(symbol)) => format!("`{symbol}`"),
    }
}
