//! fails: costs_are_geometric_means_of_ratios
//! hint_en: You divide by the lowest value of all questions, so that whoever answers a long question looks
//! expensive, also when nobody else could answer it. Compare with right answers to the same question only.
//! hint_es: Divides entre el menor valor de todas las preguntas, y quien responde una pregunta larga parece
//! caro, aunque nadie más supiera responderla. Compara solo con respuestas correctas a la misma pregunta.

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
                let all = results
                    .iter()
                    .flat_map(|other| (0..other.outcomes.len()).filter_map(|q| right(other, q)));
                let lowest = all.map(|other| other[k]).fold(f64::INFINITY, f64::min);
                sum += weight * (measures[k] / lowest).ln();
                weight_sum += weight;
            }
        }
        if weight_sum == 0.0 { f64::INFINITY } else { (sum / weight_sum).exp() }
    };
    results.iter().map(cost_of).collect()
    // solution:end
}
