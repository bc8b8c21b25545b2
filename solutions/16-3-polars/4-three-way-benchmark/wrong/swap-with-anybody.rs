//! fails: every_order_is_equally_likely
//! hint_en: Swapping each place with any place makes n^n paths to n! orders, which cannot be shared out
//! evenly. Swap the last place with one up to it, then the one before it, and so on.
//! hint_es: Cambiar cada puesto con uno cualquiera da n^n caminos hacia n! órdenes, que no se pueden
//! repartir por igual. Cambia el último puesto con uno hasta él, después el penúltimo, y así sucesivamente.

fn schedule(contenders: usize, blocks: usize, seed: u64) -> Vec<Vec<usize>> {
    // solution:begin schedule
    let stream = datasets::Stream::new(seed, "schedule");
    let block = |block: usize| {
        let mut order: Vec<usize> = (0..contenders).collect();
        for place in 0..contenders {
            let position = block * contenders + place;
            order.swap(place, stream.below(position as u64, contenders as u64) as usize);
        }
        order
    };
    (0..blocks).map(block).collect()
    // solution:end
}
