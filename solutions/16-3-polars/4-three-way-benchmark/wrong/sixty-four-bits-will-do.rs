//! fails: a_full_disk_is_noticed_before_anything_is_written
//! hint_en: 40 times a large `u64` does not fit a `u64`: a release build wraps around, and finds room for
//! a file that no disk could hold. Multiply as `u128`.
//! hint_es: 40 veces un `u64` grande no cabe en un `u64`: en modo release da la vuelta y encuentra sitio
//! para un archivo que no cabría en ningún disco. Multiplica como `u128`.

fn check_disk(rows: u64, free_bytes: u64) -> anyhow::Result<()> {
    // solution:begin check_disk
    let needed_bytes = rows.wrapping_mul(2 * FILE_BYTES_PER_ROW);
    anyhow::ensure!(
        needed_bytes <= free_bytes,
        "{rows} rows need {} of disk, found {} free: ask for fewer with `--rows`",
        size(needed_bytes.into()),
        size(free_bytes.into())
    );
    Ok(())
    // solution:end
}
