//! fails: every_order_is_equally_likely
//! hint_en: A `Stream` has no state: the same position gives the same number in every block. Count the
//! positions on from block to block.
//! hint_es: Un `Stream` no tiene estado: la misma posición da el mismo número en todos los bloques. Sigue
//! contando las posiciones de un bloque al siguiente.

fn schedule(contenders: usize, blocks: usize, seed: u64) -> Vec<Vec<usize>> {
    // solution:begin schedule
    let stream = datasets::Stream::new(seed, "schedule");
    let block = |_| {
        let mut order: Vec<usize> = (0..contenders).collect();
        for last in (1..contenders).rev() {
            order.swap(last, stream.below(last as u64, last as u64 + 1) as usize);
        }
        order
    };
    (0..blocks).map(block).collect()
    // solution:end
}
