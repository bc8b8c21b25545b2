//! fails: what_left_the_window_leaves_no_trace
//! hint_en: A running total carries the rounding errors of every value it has ever met: subtracting a
//! value later does not take its error back. Add up the window anew for each mean.
//! hint_es: Un total acumulado arrastra los errores de redondeo de todos los valores que ha visto:
//! restar un valor más tarde no devuelve su error. Suma la ventana de nuevo para cada media.

impl<I: Iterator<Item = f64>> Iterator for Windowed<I> {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        // solution:begin windowed
        if self.recent.is_empty() {
            self.recent.push_back(0.0);
        }
        while self.recent.len() <= self.size.get() {
            let total = self.recent[self.recent.len() - 1];
            self.recent.push_back(total + self.values.next()?);
        }
        let sum = self.recent[self.size.get()] - self.recent[0];
        self.recent.pop_front();
        Some(sum / self.size.get() as f64)
        // solution:end
    }
}
