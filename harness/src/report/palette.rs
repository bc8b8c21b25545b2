//! One look per engine, the same in every chart.

use super::svg::Shape;

/// How an engine is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Name of the style class.
    pub(super) class: &'static str,
    pub(super) shape: Shape,
    /// Whether points are drawn as outlines.
    pub(super) is_hollow: bool,
}

/// Colors for light and dark paper, after Okabe and Ito ("Color universal design", 2008), which
/// people with any form of color blindness can tell apart; darker or lighter where the paper asks
/// for it.
const COLORS: [(&str, &str, &str); 8] = [
    ("ink", "#24292f", "#e6edf3"),
    ("gray", "#6e7781", "#a4acb5"),
    ("sky", "#3A9AD9", "#56B4E9"),
    ("blue", "#0060A0", "#3D8FD0"),
    ("green", "#008562", "#10B98A"),
    ("vermillion", "#D55E00", "#F0803C"),
    ("orange", "#D08A00", "#E69F00"),
    ("purple", "#B85C93", "#DD92BE"),
];

/// Known engines. Relatives share a color and differ in shape and filling.
const ENGINES: [(&str, Look); 10] = [
    ("scalar", look("ink", Shape::Circle, false)),
    ("lanes", look("gray", Shape::Square, false)),
    ("avx2", look("sky", Shape::Triangle, false)),
    ("avx512", look("blue", Shape::Triangle, true)),
    ("rayon", look("green", Shape::Circle, true)),
    ("rayon+avx2", look("green", Shape::Circle, false)),
    ("polars", look("vermillion", Shape::Square, false)),
    ("polars-streaming", look("vermillion", Shape::Square, true)),
    ("datafusion", look("purple", Shape::Diamond, false)),
    ("duckdb", look("orange", Shape::Diamond, false)),
];

/// Looks of engines that are not known here, by their position among all engines of the run.
const OTHERS: [Look; 4] = [
    look("blue", Shape::Square, true),
    look("purple", Shape::Triangle, true),
    look("orange", Shape::Circle, true),
    look("sky", Shape::Diamond, true),
];

const fn look(class: &'static str, shape: Shape, is_hollow: bool) -> Look {
    Look { class, shape, is_hollow }
}

impl Look {
    /// The look of `engine`, one of `engines`.
    pub(super) fn of(engine: &str, engines: &[String]) -> Self {
        let known = ENGINES.iter().find(|(name, _)| *name == engine).map(|(_, look)| *look);
        known.unwrap_or_else(|| {
            let position = engines.iter().position(|name| name == engine).unwrap_or(0);
            OTHERS[position % OTHERS.len()]
        })
    }

    /// Classes of a point.
    pub(super) fn mark(self) -> String {
        let filling = if self.is_hollow { "hollow" } else { "solid" };
        format!("{} {filling}", self.class)
    }
}

/// Style rules of all looks.
pub(super) fn style() -> String {
    let rule = |class: &str, color: &str| {
        format!(".{class}{{stroke:{color}}}.{class}.solid{{fill:{color}}}")
    };
    let light: String = COLORS.iter().map(|(class, light, _)| rule(class, light)).collect();
    let dark: String = COLORS.iter().map(|(class, _, dark)| rule(class, dark)).collect();
    format!("{light}@media(prefers-color-scheme:dark){{{dark}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_known_engines_look_alike() {
        for (i, (_, left)) in ENGINES.iter().enumerate() {
            assert!(ENGINES[..i].iter().all(|(_, right)| left != right), "{left:?}");
            assert!(COLORS.iter().any(|(class, ..)| *class == left.class), "{left:?}");
        }
        assert!(OTHERS.iter().all(|other| ENGINES.iter().all(|(_, known)| known != other)));
    }
}
