//! fails: stages_and_what_they_read_are_found
//! hint_en: A line that contains `Stage[stage_id=` somewhere need not be a headline: names of files and
//! constants in filters may contain anything. A headline begins and ends with `=========`.
//! hint_es: Una línea que contiene `Stage[stage_id=` en algún sitio no tiene por qué ser un título: los
//! nombres de archivo y las constantes de un filtro pueden contener cualquier cosa. Un título empieza y
//! acaba con `=========`.

fn stages(explain: &str) -> Vec<Stage> {
    // solution:begin stages
    let number = |text: &str| text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok();
    let mut stages: Vec<Stage> = Vec::new();
    for line in explain.lines() {
        if let Some((_, id)) = line.split_once("Stage[stage_id=") {
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
