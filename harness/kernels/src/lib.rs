//! Hand-written kernels over flat slices: what one processor can do with a loop.
//!
//! Each kernel exists in up to four forms, named by [`InstructionSet`]:
//!
//! * `scalar`: the loop that a newcomer writes, one value after the other;
//! * `lanes`: portable code with many independent accumulators, which every compiler can turn into
//!   the vector instructions of its baseline;
//! * `avx2` and `avx512`: the same lanes in 256-bit and 512-bit registers of x86-64.
//!
//! `lanes`, `avx2` and `avx512` add in the same documented order, so they return the same bits on
//! every machine. [`parallel`] runs any of them over fixed chunks on all threads, with the same bits
//! for any number of threads.
//!
//! The kernels know no bitmaps. A missing number is NaN and a missing text is [`NULL_KEY`];
//! [`missing`] brings an Arrow column into that form.
//!
//! ```
//! use kernels::{InstructionSet, sum};
//!
//! let values = [1e16, 1.0, -1e16, 1.0];
//! // Adding 1 to 1e16 is lost in rounding when values are added from left to right.
//! assert_eq!(sum(InstructionSet::SCALAR, &values), 1.0);
//! assert_eq!(sum(InstructionSet::best(), &values), sum(InstructionSet::LANES, &values));
//! ```

mod isa;
mod lanes;
#[cfg(target_arch = "x86_64")]
mod x86;

mod filter_map_sum;
mod group_sum;
mod haversine;
mod slots;
mod sum;
mod trigonometry;

pub mod missing;
pub mod parallel;

pub use filter_map_sum::filter_map_sum;
pub use group_sum::{EMPTY, GROUPS, Totals, group_sum, group_sum_codes};
pub use haversine::{Distance, EARTH_RADIUS_KM, Routes, haversine};
pub use isa::{InstructionSet, Unsupported};
pub use missing::NULL_KEY;
pub use sum::{sum, sum_numbers};

#[cfg(test)]
mod tests;
