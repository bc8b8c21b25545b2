//! Small codes for text: a perfect hash over the few distinct keys of a column.

/// Number of slots, so that a slot is one byte.
const SLOTS: usize = 256;

/// With more keys than this, multipliers without a collision are too hard to find: of 32 keys in 256
/// slots, one pair of multipliers in seven keeps all apart, of 64 keys one in 3 000.
const MAX_KEYS: usize = 32;

/// Pairs of multipliers to try before giving up.
const MAX_TRIES: u64 = 1_000;

/// Assigns a slot of its own to each distinct key.
///
/// The slot of a key is the top byte of a product sum with two multipliers, which are drawn again
/// whenever a new key falls on a slot that is taken. Looking up is two multiplications, without any
/// branch.
#[derive(Debug, Clone)]
pub(crate) struct KeySlots {
    multipliers: (u64, u64),
    /// The key of each slot. A free slot holds key 0, which has slot 0 under every multiplier, so
    /// that no key is ever found in a free slot.
    table: [u128; SLOTS],
    /// The keys in order of arrival; key 0 is always there.
    keys: Vec<u128>,
}

/// There are too many distinct keys for one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManyKeys;

impl KeySlots {
    pub(crate) fn new() -> Self {
        Self { multipliers: multipliers(0), table: [0; SLOTS], keys: vec![0] }
    }

    /// The keys and their slots.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (u128, u8)> + '_ {
        self.keys.iter().map(|&key| (key, slot(self.multipliers, key)))
    }

    /// Writes the slot of `keys[i]` to `codes[i]`. Returns whether every key is known; if not, the
    /// codes are meaningless.
    ///
    /// Never inlined, so that it is not compiled for wider registers: those versions gather from the
    /// table, which took 1.3 times as long on Sapphire Rapids.
    #[inline(never)]
    pub(crate) fn look_up(&self, keys: &[u128], codes: &mut [u8]) -> bool {
        let mut difference = 0;
        for (&key, code) in keys.iter().zip(codes) {
            *code = slot(self.multipliers, key);
            difference |= key ^ self.table[usize::from(*code)];
        }
        difference == 0
    }

    /// Adds the unknown ones among `keys`. The slots of all keys may change.
    ///
    /// # Errors
    ///
    /// If there are too many; then nothing has changed.
    pub(crate) fn learn(&mut self, keys: &[u128]) -> Result<(), TooManyKeys> {
        let known = self.keys.len();
        for &key in keys {
            if !self.keys.contains(&key) {
                self.keys.push(key);
            }
            if self.keys.len() > MAX_KEYS {
                self.keys.truncate(known);
                return Err(TooManyKeys);
            }
        }
        let found = (0..MAX_TRIES).map(multipliers).find_map(|m| Some((m, self.place(m)?)));
        let Some((multipliers, table)) = found else {
            self.keys.truncate(known);
            return Err(TooManyKeys);
        };
        (self.multipliers, self.table) = (multipliers, table);
        Ok(())
    }

    /// The table under these multipliers, or `None` if two keys collide.
    fn place(&self, multipliers: (u64, u64)) -> Option<[u128; SLOTS]> {
        let mut table = [0; SLOTS];
        for &key in &self.keys {
            let slot = usize::from(slot(multipliers, key));
            // Slot 0 belongs to key 0.
            if key != 0 && (slot == 0 || table[slot] != 0) {
                return None;
            }
            table[slot] = key;
        }
        Some(table)
    }
}

#[inline(always)]
fn slot((low, high): (u64, u64), key: u128) -> u8 {
    let product = (key as u64).wrapping_mul(low);
    let product = product.wrapping_add(((key >> 64) as u64).wrapping_mul(high));
    (product >> 56) as u8
}

/// The pair of odd multipliers number `attempt`.
fn multipliers(attempt: u64) -> (u64, u64) {
    (scramble(2 * attempt) | 1, scramble(2 * attempt + 1) | 1)
}

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
fn scramble(index: u64) -> u64 {
    let mut bits = (index + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
