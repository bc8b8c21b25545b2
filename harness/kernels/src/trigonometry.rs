//! Sine, cosine and arcsine without branches or calls, so that a loop over them becomes vector code.
//!
//! The polynomials are those of FDLIBM (Sun Microsystems, 1993), which on these intervals are good
//! to less than one unit in the last place; its corrections for the last half unit are left out. Only addition, multiplication, division and square root
//! are used, each correctly rounded everywhere, so every instruction set returns the same bits.

#![expect(clippy::excessive_precision, reason = "the digits are those printed in FDLIBM")]

/// Sine and cosine of `degrees`.
///
/// The angle is brought into ±45° in degrees, where that subtraction is exact, rather than in
/// radians, where it is not. The relative error is below 4 * 2^-53 up to a million degrees; NaN and
/// infinities give NaN.
#[inline(always)]
pub(crate) fn sin_cos(degrees: f64) -> (f64, f64) {
    // Adding 1.5 * 2^52 leaves the nearest integer in the low bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    let shifted = degrees * (1.0 / 90.0) + ROUND;
    let quarter_turns = shifted.to_bits();
    let radians = (degrees - 90.0 * (shifted - ROUND)) * (std::f64::consts::PI / 180.0);
    let (sin, cos) = (sin_near_zero(radians), cos_near_zero(radians));
    let odd = quarter_turns & 1 != 0;
    let (sin, cos) = (if odd { cos } else { sin }, if odd { sin } else { cos });
    (negate_if(sin, quarter_turns & 2), negate_if(cos, (quarter_turns + 1) & 2))
}

/// Arcsine of the square root of `square`, which must be within 0 and 1, or NaN.
///
/// The relative error is below 4 * 2^-53.
#[inline(always)]
pub(crate) fn asin_sqrt(square: f64) -> f64 {
    let sine = square.sqrt();
    // Above 1/2, from the complement: asin(x) = pi/2 - 2 asin(sqrt((1 - x) / 2)).
    let complement = (1.0 - sine) * 0.5;
    let root = complement.sqrt();
    let from_complement =
        std::f64::consts::FRAC_PI_2 - 2.0 * (root + root * asin_ratio(complement));
    if sine > 0.5 { from_complement } else { asin_sqrt_near(square) }
}

/// [`asin_sqrt`] up to 1/4, where it returns the same bits in half the time.
#[inline(always)]
pub(crate) fn asin_sqrt_near(square: f64) -> f64 {
    let sine = square.sqrt();
    sine + sine * asin_ratio(square)
}

/// The sign bit of `value` is flipped if `bit` (0 or 2) is set.
#[inline(always)]
fn negate_if(value: f64, bit: u64) -> f64 {
    f64::from_bits(value.to_bits() ^ (bit << 62))
}

/// Sine within ±45°, in radians (FDLIBM `k_sin.c`).
#[inline(always)]
fn sin_near_zero(x: f64) -> f64 {
    const S: [f64; 6] = [
        -1.666_666_666_666_663_243_48e-1,
        8.333_333_333_322_489_461_24e-3,
        -1.984_126_982_985_794_931_34e-4,
        2.755_731_370_707_006_767_89e-6,
        -2.505_076_025_340_686_341_95e-8,
        1.589_690_995_211_550_102_21e-10,
    ];
    let z = x * x;
    x + x * (z * polynomial(z, &S))
}

/// Cosine within ±45°, in radians (FDLIBM `k_cos.c`).
#[inline(always)]
fn cos_near_zero(x: f64) -> f64 {
    const C: [f64; 6] = [
        4.166_666_666_666_660_190_37e-2,
        -1.388_888_888_887_410_957_49e-3,
        2.480_158_728_947_672_941_78e-5,
        -2.755_731_435_139_066_330_35e-7,
        2.087_572_321_298_174_827_90e-9,
        -1.135_964_755_778_819_482_65e-11,
    ];
    let z = x * x;
    1.0 - (0.5 * z - z * (z * polynomial(z, &C)))
}

/// `(asin(x) - x) / x` as a function of `z = x * x`, for x up to 1/2 (FDLIBM `e_asin.c`).
#[inline(always)]
fn asin_ratio(z: f64) -> f64 {
    const P: [f64; 6] = [
        1.666_666_666_666_666_574_15e-1,
        -3.255_658_186_224_009_154_05e-1,
        2.012_125_321_348_629_258_81e-1,
        -4.005_553_450_067_941_140_27e-2,
        7.915_349_942_898_145_321_76e-4,
        3.479_331_075_960_211_675_70e-5,
    ];
    const Q: [f64; 5] = [
        1.0,
        -2.403_394_911_734_414_218_78,
        2.020_945_760_233_505_694_71,
        -6.882_839_716_054_532_930_30e-1,
        7.703_815_055_590_193_527_91e-2,
    ];
    z * polynomial(z, &P) / polynomial(z, &Q)
}

/// `c[0] + c[1] x + c[2] x² + …` by Horner's rule.
#[inline(always)]
fn polynomial<const N: usize>(x: f64, coefficients: &[f64; N]) -> f64 {
    coefficients.iter().rev().fold(0.0, |value, coefficient| value * x + coefficient)
}
