//! How an engine computes: with which instructions, on how many threads.

use std::num::NonZeroUsize;
use std::ops::Range;

use anyhow::Result;
use harness_protocol::{Outcome, Refusal};
use kernels::{InstructionSet, parallel};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Instructions and threads.
pub(crate) struct Mode {
    isa: InstructionSet,
    /// `None` for engines that compute on one thread, without any pool.
    pool: Option<ThreadPool>,
}

impl Mode {
    pub(crate) fn scalar() -> Self {
        Self { isa: InstructionSet::SCALAR, pool: None }
    }

    pub(crate) fn lanes() -> Self {
        Self { isa: InstructionSet::LANES, pool: None }
    }

    pub(crate) fn avx2() -> Outcome<Self> {
        let isa =
            InstructionSet::avx2().map_err(|error| Refusal::unsupported(error.to_string()))?;
        Ok(Self { isa, pool: None })
    }

    pub(crate) fn avx512() -> Outcome<Self> {
        let isa =
            InstructionSet::avx512().map_err(|error| Refusal::unsupported(error.to_string()))?;
        Ok(Self { isa, pool: None })
    }

    /// The plain loops on `threads` threads.
    pub(crate) fn rayon(threads: NonZeroUsize) -> Outcome<Self> {
        Ok(Self { isa: InstructionSet::SCALAR, pool: Some(pool(threads)?) })
    }

    /// The widest vector form on `threads` threads; at least AVX2.
    pub(crate) fn rayon_avx2(threads: NonZeroUsize) -> Outcome<Self> {
        let Self { isa: avx2, .. } = Self::avx2()?;
        let isa = InstructionSet::avx512().unwrap_or(avx2);
        Ok(Self { isa, pool: Some(pool(threads)?) })
    }

    pub(crate) fn isa(&self) -> InstructionSet {
        self.isa
    }

    /// Whether this engine runs plain loops, which exist for every workload.
    pub(crate) fn is_scalar(&self) -> bool {
        self.isa == InstructionSet::SCALAR
    }

    /// Whether there is more than the calling thread to compute with.
    pub(crate) fn is_parallel(&self) -> bool {
        self.pool.is_some()
    }

    /// Calls `part` for ranges that cover `0..len` and merges the results from left to right: in a
    /// tree of ranges of `chunk` on all threads, or for all of `0..len` at once on one thread.
    ///
    /// # Errors
    ///
    /// The first error of any part.
    pub(crate) fn reduce<T: Send>(
        &self,
        len: usize,
        chunk: usize,
        part: impl Fn(Range<usize>) -> Result<T> + Sync,
        merge: impl Fn(T, T) -> T + Sync,
    ) -> Result<T> {
        let merge = |left: Result<T>, right: Result<T>| Ok(merge(left?, right?));
        match &self.pool {
            Some(pool) => pool.install(|| parallel::reduce(len, chunk, &part, merge)),
            None => part(0..len),
        }
    }
}

fn pool(threads: NonZeroUsize) -> Result<ThreadPool> {
    Ok(ThreadPoolBuilder::new().num_threads(threads.get()).build()?)
}
