//! fails: stages_and_what_they_read_are_found
//! hint_en: A large query has more than nine stages. Read all digits of a number, up to the first
//! character that is none.
//! hint_es: Una consulta grande tiene más de nueve etapas. Lee todas las cifras del número, hasta el
//! primer carácter que no lo sea.

fn stages(explain: &str) -> Vec<Stage> {
    // solution:begin stages
    let number = |text: &str| text.chars().next()?.to_digit(10).map(|digit| digit as usize);
    let mut stages: Vec<Stage> = Vec::new();
    for line in explain.lines() {
        let headline = line.strip_prefix("=========").and_then(|l| l.strip_suffix("========="));
        if let Some((_, id)) = headline.and_then(|line| line.split_once("Stage[stage_id=")) {
            let id = number(id).expect("stages have numbers");
            stages.push(Stage { id, operators: Vec::new(), reads: Vec::new() });
        } else if let Some(stage) = stages.last_mut() {
            let line = line.trim_start();
            let name = line.split([':', ',']).next().unwrap_or_default();
            if name.ends_with("Exec") {
                stage.operators.push(name.to_owned());
            }
            let source = line.strip_prefix("UnresolvedShuffleExec: stage=");
            let source = source.or_else(|| line.strip_prefix("ShuffleReaderExec: upstream_stage: "));
            stage.reads.extend(source.and_then(number));
        }
    }
    stages
    // solution:end
}
