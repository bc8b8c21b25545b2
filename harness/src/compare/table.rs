//! A comparison as text.

use std::fmt;

use tabled::builder::Builder;
use tabled::settings::Style;

use super::{Change, Comparison, Outcome};
use crate::record::{Cell, State};
use crate::report::format;

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} → {}", self.before, self.after)?;
        for note in &self.notes {
            writeln!(f, "also different: {note}")?;
        }
        writeln!(f, "\n{}", changes(self))?;
        failures(f, "no longer ok", &self.lost)?;
        failures(f, "newly ok, before", &self.gained)?;
        write!(f, "\n{}", conclusion(self))
    }
}

/// One line per cell; what changed for the worse comes first.
fn changes(comparison: &Comparison) -> tabled::Table {
    let mut builder = Builder::default();
    let columns = ["rows", "workload", "source", "engine", "threads"];
    let values = if comparison.cross {
        ["% before", "% after", "worse by", "95 % interval", "verdict"]
    } else {
        ["before", "after", "ratio", "95 % interval", "verdict"]
    };
    builder.push_record(columns.into_iter().chain(values));
    let mut sorted: Vec<&Change> = comparison.changes.iter().collect();
    sorted.sort_by(|a, b| b.ratio.total_cmp(&a.ratio));
    for change in sorted {
        let place = place(&change.cell).into_iter();
        builder.push_record(place.chain(measured(change, comparison.cross)));
    }
    builder.build().with(Style::rounded()).to_owned()
}

fn place(cell: &Cell) -> [String; 5] {
    [
        format::rows(cell.rows),
        cell.workload.clone(),
        cell.source.to_string(),
        cell.engine.clone(),
        cell.threads.to_string(),
    ]
}

fn measured(change: &Change, cross: bool) -> [String; 5] {
    let percent = |value: Option<f64>| value.map_or("–".into(), |v| format::percent(v / 100.0));
    let [before, after] = if cross {
        [percent(change.before_percent_of_limit), percent(change.after_percent_of_limit)]
    } else {
        [format::seconds(change.before_s), format::seconds(change.after_s)]
    };
    let interval = change.ci95.map_or("–".into(), |ci| {
        format!("{} – {}", format::significant(ci.low), format::significant(ci.high))
    });
    let ratio = format::ratio(change.ratio);
    [before, after, ratio, interval, change.verdict.name().to_owned()]
}

fn failures(f: &mut fmt::Formatter<'_>, what: &str, cells: &[(Cell, State)]) -> fmt::Result {
    for (cell, state) in cells {
        writeln!(f, "{what} {}: {}", state.name(), place(cell).join(" "))?;
    }
    Ok(())
}

fn conclusion(comparison: &Comparison) -> String {
    let cells = format::count(comparison.changes.len(), "cell");
    match comparison.outcome() {
        Outcome::NoRegression => format!("no regression in {cells}"),
        Outcome::Regression => format!("regression: see the first of {cells}"),
        Outcome::Inconclusive => {
            format!("inconclusive: the samples do not decide for all of {cells}")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::compare::compare;
    use crate::report::fixture::Fixture;
    use crate::report::summarize;

    #[test]
    fn the_worst_change_comes_first() {
        let fixture = Fixture {
            workloads: vec!["sum"],
            engines: vec!["scalar", "polars"],
            ..Fixture::small()
        };
        let slow = Fixture { slowdown: ("polars", 3.0), ..fixture.clone() };
        let before = summarize(&fixture.header(), &fixture.entries());
        let mut after = summarize(&slow.header(), &slow.entries());
        after.header.environment.commit = "fedcba".into();
        insta::assert_snapshot!(compare(&before, &after, false).unwrap());
    }
}
