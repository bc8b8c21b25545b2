//! fails: a_dropped_root_frees_its_tables
//! hint_en: A `Weak` does not keep its table alive, so `upgrade` may find nothing. That is no error
//! here: a parent that is gone has an empty path.
//! hint_es: Un `Weak` no mantiene viva su tabla, así que `upgrade` puede no encontrar nada. Aquí eso no
//! es un error: una tabla madre que ya no existe tiene la ruta vacía.

impl Lineage {
    fn path(&self) -> String {
        // solution:begin path
        let Some(parent) = &self.parent else { return self.name.clone() };
        let parent = parent.upgrade().expect("the parent lives");
        format!("{}/{}", parent.path(), self.name)
        // solution:end
    }
}
