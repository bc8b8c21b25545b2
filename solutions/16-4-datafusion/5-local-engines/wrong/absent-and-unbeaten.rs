//! fails: missing_engines_have_no_place_and_set_no_mark
//! hint_en: An engine that was not run has neither wrong answers nor failures, so it comes out well. It
//! was not measured: take it out before you rank and before you compute costs, and list it as missing.
//! hint_es: Un motor que no se ejecutó no tiene respuestas erróneas ni fallos, y por eso queda bien. No
//! se ha medido: apártalo antes de clasificar y de calcular costes, y ponlo entre los ausentes.

fn rank(results: &[Results], weights: &Weights) -> Ranking {
    // solution:begin rank
    let was_run =
        |results: &&Results| results.count(|outcome| matches!(outcome, Outcome::NotRun(_))) == 0;
    let (_, missing): (Vec<&Results>, Vec<&Results>) = results.iter().partition(was_run);
    let mut ranked: Vec<(usize, usize, f64, &'static str)> = Vec::new();
    let all: Vec<&Results> = results.iter().collect();
    for (results, cost) in all.iter().zip(costs(&all, weights)) {
        let wrong = results.count(|outcome| matches!(outcome, Outcome::Wrong(_)));
        let failed = results.count(|outcome| matches!(outcome, Outcome::Failed(_)));
        ranked.push((wrong, failed, cost, results.contender));
    }
    ranked.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));

    let mut places: Vec<Place> = Vec::new();
    // Position of the first one of the current place.
    let mut first = 0;
    for (position, &(wrong, failed, cost, contender)) in ranked.iter().enumerate() {
        let (first_wrong, first_failed, first_cost, _) = ranked[first];
        let reason = if wrong > first_wrong {
            Some(Reason { criterion: Criterion::WrongAnswers, by: (wrong - first_wrong) as f64 })
        } else if failed > first_failed {
            Some(Reason { criterion: Criterion::Failures, by: (failed - first_failed) as f64 })
        } else if cost > first_cost * (1.0 + weights.tie) {
            Some(Reason { criterion: Criterion::Cost, by: cost / first_cost })
        } else {
            None
        };
        if reason.is_some() {
            first = position;
        }
        places.push(Place { number: first + 1, contender, reason });
    }
    Ranking { places, missing: missing.into_iter().map(|results| results.contender).collect() }
    // solution:end
}
