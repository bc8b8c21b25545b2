//! fails: a_dropped_root_frees_its_tables
//! hint_en: The parent owns the child and the child owns the parent: a cycle, in which no counter ever
//! reaches zero. Let the link upwards be a `Weak`, which you get from `Rc::downgrade`.
//! hint_es: La tabla madre es dueña de la hija y la hija lo es de la madre: un ciclo en el que ningún
//! contador llega a cero. El enlace hacia arriba debe ser un `Weak`, que se obtiene con `Rc::downgrade`.

// solution:begin parent
type Parent = Rc<Lineage>;
// solution:end

impl Lineage {
    fn add_child(parent: &Rc<Self>, name: &str, values: Vec<f64>) -> Rc<Self> {
        // solution:begin add_child
        let child = Rc::new(Self {
            name: name.to_owned(),
            values,
            parent: Some(Rc::clone(parent)),
            children: RefCell::default(),
        });
        parent.children.borrow_mut().push(Rc::clone(&child));
        child
        // solution:end
    }

    fn path(&self) -> String {
        // solution:begin path
        match &self.parent {
            Some(parent) => format!("{}/{}", parent.path(), self.name),
            None => self.name.clone(),
        }
        // solution:end
    }
}
