//! fails: every_order_is_equally_likely
//! hint_en: If only the first one changes, everybody still runs after the same rival in nearly every
//! block. All orders must be possible, not only the rotations of one.
//! hint_es: Si solo cambia quién empieza, cada uno sigue corriendo después del mismo rival en casi todos
//! los bloques. Todos los órdenes deben ser posibles, no solo las rotaciones de uno.

fn schedule(contenders: usize, blocks: usize, seed: u64) -> Vec<Vec<usize>> {
    // solution:begin schedule
    let mut order: Vec<usize> = (0..contenders).collect();
    let start = datasets::Stream::new(seed, "schedule").below(0, contenders as u64) as usize;
    order.rotate_left(start);
    let block = |block: usize| {
        let mut rotated = order.clone();
        rotated.rotate_left(block % contenders.max(1));
        rotated
    };
    (0..blocks).map(block).collect()
    // solution:end
}
