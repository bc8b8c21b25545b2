//! A small writer of SVG pictures, whose bytes depend only on what is drawn.

use std::fmt::Write;

/// Colors and fonts. Engines have classes of their own: see [`super::palette`].
///
/// The picture brings its own background, because a page may be dark while the browser asks for
/// light. Viewers that ignore the media query show the light version.
const STYLE: &str = "\
text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;fill:#24292f}\
.paper{fill:#ffffff}.title{font-size:15px;font-weight:600}.strong{font-weight:600}\
.soft{fill:#57606a}.small{font-size:11px}\
.axis{stroke:#8c959f;fill:none}.grid{stroke:#d8dee4;fill:none}.band{fill:#d8dee4;opacity:.55}\
.limit{stroke:#24292f;fill:none;stroke-width:1.6;stroke-dasharray:7 4}\
.curve{fill:none;stroke-width:2}.whisker{stroke-width:2}.mark{stroke-width:2}.dot{stroke-width:0;opacity:.55}\
.hollow{fill:#ffffff}.alert{fill:#D55E00}.calm{fill:#0072B2}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.paper{fill:#0d1117}.soft{fill:#9198a1}\
.axis{stroke:#6e7681}.grid{stroke:#262c36}.band{fill:#30363d}.limit{stroke:#e6edf3}\
.hollow{fill:#0d1117}.alert{fill:#F0803C}.calm{fill:#4FA3DB}}";

/// A picture under construction. Coordinates are in pixels from the top left corner.
pub(super) struct Svg {
    width: f64,
    height: f64,
    title: String,
    description: String,
    body: String,
    style: String,
}

/// Which part of a text stands at its position.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// The shape of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Circle,
    Square,
    Diamond,
    Triangle,
    /// For many points: a tenth of the area of the others.
    Dot,
}

impl Svg {
    /// An empty picture. Screen readers get `title` and `description`; `title` is also drawn.
    pub(super) fn new(width: f64, height: f64, title: &str, description: &str) -> Self {
        let mut svg = Self {
            width,
            height,
            title: title.into(),
            description: description.into(),
            body: String::new(),
            style: STYLE.into(),
        };
        svg.text((16.0, 26.0), Anchor::Start, "title", title);
        svg
    }

    /// Adds rules to the style sheet.
    pub(super) fn style(&mut self, rules: &str) {
        self.style += rules;
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.push(format_args!(
            r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#
        ));
    }

    /// A line through all `points`.
    pub(super) fn curve(&mut self, points: &[(f64, f64)], class: &str) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let points = points.join(" ");
        self.push(format_args!(r#"<polyline class="{class}" points="{points}"/>"#));
    }

    pub(super) fn rect(&mut self, corner: (f64, f64), size: (f64, f64), class: &str) {
        let ((x, y), (width, height)) = (corner, size);
        self.push(format_args!(
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"/>"#
        ));
    }

    /// A rounded box of one color, the same in light and dark.
    pub(super) fn tile(&mut self, corner: (f64, f64), size: (f64, f64), color: &str) {
        let ((x, y), (width, height)) = (corner, size);
        self.push(format_args!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" rx="3" fill="{color}"/>"#
        ));
    }

    pub(super) fn text(&mut self, at: (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let ((x, y), anchor, text) = (at, anchor.name(), escape(text));
        self.push(format_args!(
            r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#
        ));
    }

    /// Text of one color, the same in light and dark, for use on a [`Svg::tile`].
    pub(super) fn tile_text(&mut self, at: (f64, f64), color: &str, text: &str) {
        let ((x, y), text) = (at, escape(text));
        self.push(format_args!(
            r#"<text style="fill:{color}" x="{x:.1}" y="{y:.1}" text-anchor="middle">{text}</text>"#
        ));
    }

    /// A point with a text that browsers show when it is pointed at.
    pub(super) fn mark(&mut self, at: (f64, f64), shape: Shape, class: &str, tip: &str) {
        let path = shape.path(at);
        let tip = escape(tip);
        self.push(format_args!(
            r#"<path class="mark {class}" d="{path}"><title>{tip}</title></path>"#
        ));
    }

    /// The whole file.
    pub(super) fn finish(self) -> String {
        let Self { width, height, body, style, .. } = self;
        let (title, description) = (escape(&self.title), escape(&self.description));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
             width=\"{width:.0}\" role=\"img\" aria-labelledby=\"title description\">\n\
             <title id=\"title\">{title}</title>\n<desc id=\"description\">{description}</desc>\n\
             <style>{style}</style>\n\
             <rect class=\"paper\" width=\"{width:.0}\" height=\"{height:.0}\" rx=\"8\"/>\n\
             {body}</svg>\n"
        )
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        writeln!(self.body, "{element}").expect("writing to a string cannot fail");
    }
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

impl Shape {
    /// The outline around `center`; all shapes look about equally large.
    fn path(self, center: (f64, f64)) -> String {
        let (x, y) = center;
        match self {
            Self::Circle => {
                let (left, r) = (x - 4.5, 4.5);
                format!("M{left:.1} {y:.1}a{r} {r} 0 1 0 9 0a{r} {r} 0 1 0 -9 0z")
            }
            Self::Dot => format!("M{:.1} {y:.1}a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z", x - 2.0),
            Self::Square => format!("M{:.1} {:.1}h8v8h-8z", x - 4.0, y - 4.0),
            Self::Diamond => format!("M{x:.1} {:.1}l5.5 5.5l-5.5 5.5l-5.5 -5.5z", y - 5.5),
            Self::Triangle => format!("M{x:.1} {:.1}l5.4 9.3h-10.8z", y - 6.0),
        }
    }
}

/// Makes `text` safe between tags and in attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Moves positions apart until neighbors are `gap` apart, as little as needed and within `low` and
/// `high` as long as there is room. The order of `positions` is kept.
pub(super) fn spread(positions: &mut [f64], gap: f64, low: f64, high: f64) {
    let mut ascending: Vec<usize> = (0..positions.len()).collect();
    ascending.sort_by(|&i, &j| positions[i].total_cmp(&positions[j]));
    let mut floor = low;
    for &index in &ascending {
        positions[index] = positions[index].max(floor);
        floor = positions[index] + gap;
    }
    let mut ceiling = high.max(low + gap * positions.len().saturating_sub(1) as f64);
    for &index in ascending.iter().rev() {
        positions[index] = positions[index].min(ceiling);
        ceiling = positions[index] - gap;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_break_out() {
        let mut svg = Svg::new(10.0, 10.0, "a < b", "\"quoted\"");
        svg.text((1.0, 2.0), Anchor::End, "soft", "x & y");
        let text = svg.finish();
        assert!(text.contains("<title id=\"title\">a &lt; b</title>"), "{text}");
        assert!(text.contains("&quot;quoted&quot;") && text.contains("x &amp; y"), "{text}");
    }

    #[test]
    fn crowded_labels_move_apart_and_stay_inside() {
        let mut positions = [50.0, 51.0, 10.0, 99.0];
        spread(&mut positions, 14.0, 0.0, 100.0);
        assert_eq!(positions, [50.0, 64.0, 10.0, 99.0]);
        let mut bottom = [98.0, 99.0, 100.0];
        spread(&mut bottom, 10.0, 0.0, 100.0);
        assert_eq!(bottom, [80.0, 90.0, 100.0]);
    }
}
