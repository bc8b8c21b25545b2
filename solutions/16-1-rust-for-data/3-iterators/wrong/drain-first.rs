//! fails: rolling_means_pull_only_what_they_need
//! hint_en: The first call of `next` pulls the whole source, which may have no end. Pull until the
//! window is full, return its mean, and pull again when the next mean is asked for.
//! hint_es: La primera llamada a `next` agota toda la fuente, que puede no tener fin. Pide valores
//! hasta llenar la ventana, devuelve su media y vuelve a pedir cuando te pidan la media siguiente.

impl<I: Iterator<Item = f64>> Iterator for Windowed<I> {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        // solution:begin windowed
        self.recent.extend(self.values.by_ref());
        if self.recent.len() < self.size.get() {
            return None;
        }
        let window = self.recent.iter().take(self.size.get());
        let mean = window.sum::<f64>() / self.size.get() as f64;
        self.recent.pop_front();
        Some(mean)
        // solution:end
    }
}
