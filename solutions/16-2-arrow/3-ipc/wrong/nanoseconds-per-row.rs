//! fails: costs_are_per_value_and_sizes_exact
//! hint_en: These are nanoseconds per row. A row of two columns has two values: divide by rows times
//! columns, or tables of different widths cannot be compared.
//! hint_es: Estos son nanosegundos por fila. Una fila de dos columnas tiene dos valores: divide entre
//! filas por columnas, o no podrás comparar tablas de distinto ancho.

fn compare(
    sales: &[Sale],
    time_ns: impl Fn(&mut dyn FnMut()) -> f64,
) -> Result<[Cost; 2], Box<dyn Error>> {
    // solution:begin compare
    let batch = sales_batch(sales);
    let rows = batch.num_rows() as f64;
    let ipc = to_ipc(&batch.schema(), slice::from_ref(&batch))?;
    let json = serde_json::to_vec(sales)?;
    let write_ipc =
        time_ns(&mut || drop(black_box(to_ipc(&batch.schema(), slice::from_ref(&batch)))));
    let read_ipc = time_ns(&mut || drop(black_box(from_ipc(&ipc))));
    let write_json = time_ns(&mut || drop(black_box(serde_json::to_vec(sales))));
    let read_json = time_ns(&mut || drop(black_box(serde_json::from_slice::<Vec<Sale>>(&json))));
    let cost = |size_bytes, write: f64, read: f64| Cost {
        size_bytes,
        write_ns_per_value: write / rows,
        read_ns_per_value: read / rows,
    };
    Ok([cost(ipc.len(), write_ipc, read_ipc), cost(json.len(), write_json, read_json)])
    // solution:end
}
