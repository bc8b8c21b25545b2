//! Which vector instructions this processor has.

/// An instruction set that this processor has: holding a value is the proof.
///
/// There is no way to make one for an instruction set that was not detected, which is what lets the
/// kernels be safe functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InstructionSet(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Scalar,
    Lanes,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// The instruction set that this processor does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsupported(&'static str);

impl InstructionSet {
    /// One value after the other, as the loop is written.
    pub const SCALAR: Self = Self(Kind::Scalar);
    /// Portable code with independent lanes, compiled for the baseline of the target.
    pub const LANES: Self = Self(Kind::Lanes);

    /// 256-bit registers on x86-64.
    ///
    /// # Errors
    ///
    /// If this processor has no AVX2.
    pub fn avx2() -> Result<Self, Unsupported> {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            return Ok(Self(Kind::Avx2));
        }
        Err(Unsupported("AVX2"))
    }

    /// 512-bit registers on x86-64: the subsets F, DQ and VL, which every server processor since
    /// 2017 with any AVX-512 has together.
    ///
    /// # Errors
    ///
    /// If this processor has no AVX-512.
    pub fn avx512() -> Result<Self, Unsupported> {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
        {
            return Ok(Self(Kind::Avx512));
        }
        Err(Unsupported("AVX-512"))
    }

    /// Every instruction set of this processor, from the plainest to the widest.
    pub fn available() -> Vec<Self> {
        let portable = [Self::SCALAR, Self::LANES];
        let detected = [Self::avx2(), Self::avx512()];
        portable.into_iter().chain(detected.into_iter().flatten()).collect()
    }

    /// The widest instruction set of this processor.
    pub fn best() -> Self {
        Self::avx512().or(Self::avx2()).unwrap_or(Self::LANES)
    }

    /// The name in reports: `scalar`, `lanes`, `avx2` or `avx512`.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Scalar => "scalar",
            Kind::Lanes => "lanes",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => "avx512",
        }
    }

    pub(crate) fn kind(self) -> Kind {
        self.0
    }
}

impl std::fmt::Display for InstructionSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::fmt::Display for Unsupported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "this processor has no {}", self.0)
    }
}

impl std::error::Error for Unsupported {}
