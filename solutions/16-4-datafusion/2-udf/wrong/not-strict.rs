//! fails: an_outer_join_becomes_an_inner_join
//! hint_en: The question is about the result, not about the data: if one argument is null, can the distance
//! be anything but null? It cannot, and the optimizer may know it.
//! hint_es: La pregunta es sobre el resultado, no sobre los datos: si un argumento es nulo, ¿puede la
//! distancia ser otra cosa que nula? No puede, y el optimizador debe saberlo.

impl ScalarUDFImpl for Haversine {
    fn is_strict(&self) -> bool {
        // solution:begin is_strict
        false
        // solution:end
    }
}
