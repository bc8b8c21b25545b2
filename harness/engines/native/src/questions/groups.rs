//! Groups by a text that may be null.

use std::collections::HashMap;

/// One `G` per distinct text.
#[derive(Default)]
pub(super) struct Groups<G> {
    places: HashMap<String, usize>,
    place_of_null: Option<usize>,
    groups: Vec<(Option<String>, G)>,
}

impl<G: Default> Groups<G> {
    /// The group of `text`, made on first use. Only then the text is copied.
    pub(super) fn get(&mut self, text: Option<&str>) -> &mut G {
        let known = match text {
            Some(text) => self.places.get(text).copied(),
            None => self.place_of_null,
        };
        let place = known.unwrap_or_else(|| self.insert(text));
        &mut self.groups[place].1
    }

    fn insert(&mut self, text: Option<&str>) -> usize {
        let place = self.groups.len();
        match text {
            Some(text) => drop(self.places.insert(text.to_owned(), place)),
            None => self.place_of_null = Some(place),
        }
        self.groups.push((text.map(str::to_owned), G::default()));
        place
    }

    /// Combines the groups of both sides.
    pub(super) fn merge(mut self, other: Self, merge: impl Fn(&mut G, G)) -> Self {
        for (text, group) in other.groups {
            merge(self.get(text.as_deref()), group);
        }
        self
    }

    /// The groups in alphabetical order, null last.
    pub(super) fn sorted(mut self) -> Vec<(Option<String>, G)> {
        self.groups.sort_by(|(a, _), (b, _)| (a.is_none(), a).cmp(&(b.is_none(), b)));
        self.groups
    }
}
