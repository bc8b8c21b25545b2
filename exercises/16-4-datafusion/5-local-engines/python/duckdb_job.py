"""Runs one SQL statement on DuckDB, and prints one line of JSON about it.

    python duckdb_job.py TABLES SCRATCH LIMIT_BYTES THREADS SQL

Every `NAME.parquet` in the folder TABLES is a view called NAME. DuckDB's buffers take at most
LIMIT_BYTES; what has no room there goes to files in SCRATCH. The report stands in the line of standard
output that begins with `workbook-report `. When standard input ends, so does this process: see
`end_with_parent`. Complete as it is: nothing to solve here.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path

import duckdb


def main(tables, scratch, limit_bytes, threads, sql):
    threading.Thread(target=end_with_parent, daemon=True).start()
    limits = {"memory_limit": f"{limit_bytes}B", "threads": int(threads)}
    connection = duckdb.connect(config=limits | {"temp_directory": scratch})
    for path in sorted(Path(tables).glob("*.parquet")):
        quoted = str(path).replace("'", "''")
        connection.execute(f"CREATE VIEW {path.stem} AS FROM read_parquet('{quoted}')")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("PRAGMA enable_profiling = 'no_output'")
    ready_unix_s = time.time()

    cpu_s, start = sum(os.times()[:2]), time.perf_counter()
    rows = connection.execute(sql).fetchall()
    wall_s, cpu_s = time.perf_counter() - start, sum(os.times()[:2]) - cpu_s
    report = {
        "rows": [[cell(value) for value in row] for row in rows],
        "ready_unix_s": ready_unix_s,
        "wall_s": wall_s,
        "cpu_s": cpu_s,
        "spilled_bytes": spilled_bytes(connection),
        "version": f"DuckDB {duckdb.__version__}",
    }
    print("workbook-report " + json.dumps(report))


def end_with_parent():
    """Waits until standard input ends, and ends this process. Whoever started it holds the other end of
    that pipe, and a process that is killed lets go of all that it holds."""
    while os.read(0, 1):
        pass
    os._exit(1)


def cell(value):
    """A value as the crate `datasets` writes its cells. Floats are text: JSON has no NaN."""
    match value:
        case None:
            return "null"
        case str():
            return {"text": value}
        case int():
            return {"int": value}
        case float():
            return {"float": repr(value)}
    raise TypeError(f"an answer has no place for a value of type {type(value).__name__}")


def spilled_bytes(connection):
    """The most that the temporary files of the last statement held at a time."""
    profile = json.loads(connection.get_profiling_information(format="json"))
    # Some statements are answered before anything is measured.
    return profile.get("system", {}).get("peak_temp_dir_size", 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
