//! fails: tables_know_their_path
//! hint_en: The child knows its parent, but the parent has never heard of it: its `children` are still
//! empty. Push a second handle, `Rc::clone(&child)`.
//! hint_es: La hija conoce a su madre, pero la madre no sabe nada de ella: `children` sigue vacío. Añade
//! un segundo acceso, `Rc::clone(&child)`.

impl Lineage {
    fn add_child(parent: &Rc<Self>, name: &str, values: Vec<f64>) -> Rc<Self> {
        // solution:begin add_child
        let name = name.to_owned();
        let parent = Some(Rc::downgrade(parent));
        Rc::new(Self { name, values, parent, children: RefCell::default() })
        // solution:end
    }
}
