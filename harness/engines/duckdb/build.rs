//! Lets the worker find the DuckDB library where it was linked, without `LD_LIBRARY_PATH`.

fn main() {
    println!("cargo::rerun-if-env-changed=DUCKDB_LIB_DIR");
    if let (Ok(folder), Ok(_)) = (std::env::var("DUCKDB_LIB_DIR"), std::env::var("CARGO_CFG_UNIX"))
    {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
