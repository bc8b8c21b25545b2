//! fails: unrolled_sums_have_a_lane_for_every_nth_value
//! hint_en: This adds up each block and then the blocks: still one chain of additions, each of
//! which waits for the one before. Keep `N` sums, and let every block add one value to each of
//! them.
//! hint_es: Esto suma cada bloque y después los bloques: sigue siendo una sola cadena, en la que
//! cada suma espera a la anterior. Lleva `N` sumas y que cada bloque aporte un valor a cada una.

fn sum_unrolled<const N: usize>(data: &[f64]) -> f64 {
    // solution:begin sum_unrolled
    let (blocks, tail) = data.as_chunks::<N>();
    let of_blocks = blocks.iter().fold(0.0, |sum, block| sum + block.iter().sum::<f64>());
    tail.iter().fold(of_blocks, |sum, x| sum + x)
    // solution:end
}
