//! fails: every_order_is_equally_likely
//! hint_en: In a fixed order, each contender always runs after the same one, in the heat and the caches
//! that it leaves behind. Draw the order of each block.
//! hint_es: Con un orden fijo, cada competidor corre siempre después del mismo, con el calor y las cachés
//! que deja el anterior. Sortea el orden de cada bloque.

fn schedule(contenders: usize, blocks: usize, seed: u64) -> Vec<Vec<usize>> {
    // solution:begin schedule
    let _ = seed;
    vec![(0..contenders).collect(); blocks]
    // solution:end
}
