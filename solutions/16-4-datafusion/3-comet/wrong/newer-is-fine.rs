//! fails: only_what_comet_tests_is_compatible
//! hint_en: A newer patch or a newer Java is not in the table, so nobody has tested it with this Comet,
//! which relies on classes inside Spark that any release may change. Ask for the very versions of the
//! row.
//! hint_es: Un parche o un Java más nuevos no están en la tabla: nadie los ha probado con este Comet, que
//! se apoya en clases internas de Spark que cualquier versión puede cambiar. Exige exactamente las
//! versiones de la fila.

fn compatible(pair: &Pair) -> Result<(), Incompatible> {
    // solution:begin compatible
    let line = |spark: Version| (spark.major, spark.minor);
    let of_comet: Vec<&Support> = SUPPORT.iter().filter(|row| row.comet == pair.comet).collect();
    if of_comet.is_empty() {
        return Err(Incompatible::UnknownComet);
    }
    let of_line = of_comet.iter().filter(|row| line(row.spark) == line(pair.spark));
    let row = of_line.min_by_key(|row| row.spark).ok_or(Incompatible::NoJar)?;
    if pair.spark < row.spark {
        return Err(Incompatible::Untested);
    }
    if row.experimental {
        return Err(Incompatible::Experimental);
    }
    if !row.scala.contains(&pair.scala.as_str()) {
        return Err(Incompatible::Scala);
    }
    if pair.jdk < row.jdk[0] {
        return Err(Incompatible::Jdk);
    }
    Ok(())
    // solution:end
}
