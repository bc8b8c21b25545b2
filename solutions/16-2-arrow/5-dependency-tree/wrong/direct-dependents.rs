//! fails: the_blast_radius_counts_all_who_need_it
//! hint_en: This counts those that name the package in their own entry. A bug goes further: through
//! them to whoever needs them. Follow the reversed edges to the end.
//! hint_es: Aquí se cuentan los que nombran el paquete en su propia entrada. Un fallo llega más lejos:
//! a través de ellos, a quien los necesita. Sigue las aristas invertidas hasta el final.

impl LockGraph {
    fn blast_radius(&self, name: &str) -> usize {
        // solution:begin blast_radius
        let is_meant = |package: &Package| package.name == name;
        self.needs.values().filter(|needed| needed.iter().any(is_meant)).count()
        // solution:end
    }
}
