//! fails: costs_are_geometric_means_of_ratios
//! hint_en: You add up the ratios and divide by their number. Then twice as fast and twice as slow make
//! 1.25 and not 1, and who is the best depends on whom you divide by. Multiply ratios: add up their
//! logarithms.
//! hint_es: Sumas las razones y divides entre cuántas son. Así, el doble de rápido y el doble de lento
//! dan 1.25 y no 1, y quién gana depende de entre quién divides. Las razones se multiplican: suma sus
//! logaritmos.

fn costs(results: &[&Results], weights: &Weights) -> Vec<f64> {
    // solution:begin costs
    let weights = [weights.time, weights.memory, weights.start];
    // What a right answer has cost, in the same order.
    let right = |results: &Results, question: usize| match &results.outcomes[question] {
        Outcome::Right(cost) => Some([cost.wall_s, cost.peak_bytes as f64, cost.start_s]),
        _ => None,
    };
    let cost_of = |own: &&Results| {
        let (mut sum, mut weight_sum) = (0.0, 0.0);
        for question in 0..own.outcomes.len() {
            let Some(measures) = right(own, question) else { continue };
            for (k, weight) in weights.into_iter().enumerate() {
                let all = results.iter().filter_map(|other| right(other, question));
                let lowest = all.map(|other| other[k]).fold(f64::INFINITY, f64::min);
                sum += weight * measures[k] / lowest;
                weight_sum += weight;
            }
        }
        if weight_sum == 0.0 { f64::INFINITY } else { sum / weight_sum }
    };
    results.iter().map(cost_of).collect()
    // solution:end
}
