"""Runs one SQL statement on Spark, in one JVM, and prints one line of JSON about it.

    python spark_job.py TABLES SCRATCH LIMIT_BYTES THREADS JVM_OPTIONS SQL

Every `NAME.parquet` in the folder TABLES is a view called NAME. LIMIT_BYTES is what Spark's operators
may use together; the heap is larger, see `heap_mib`. Shuffles and what has no room in memory go to
files in SCRATCH. The report stands in the line of standard output that begins with
`workbook-report `. When standard input ends, so do this process and its JVM: see `end_with_parent`.
Complete as it is: nothing to solve here.
"""

import json
import logging
import os
import signal
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

from pyspark.sql import SparkSession

# What Spark keeps for itself, and the share of the rest that it gives to its operators.
RESERVED_MIB, OPERATORS_SHARE = 300, 0.6

# Spark does not start with a smaller heap than 1.5 times what it keeps; the JVM counts a part of the
# heap as unusable.
LEAST_HEAP_MIB = 512


def main(tables, scratch, limit_bytes, threads, jvm_options, sql):
    threading.Thread(target=end_with_parent, daemon=True).start()
    session = spark_session(scratch, int(limit_bytes), threads, jvm_options)
    for path in sorted(Path(tables).glob("*.parquet")):
        session.read.parquet(str(path)).createOrReplaceTempView(path.stem)
    jvm = session._jvm.java.lang.ProcessHandle.current().pid()
    ready_unix_s = time.time()

    cpu_before_s, start = process_cpu_s(jvm), time.perf_counter()
    rows = session.sql(sql).collect()
    wall_s, cpu_after_s = time.perf_counter() - start, process_cpu_s(jvm)
    report = {
        "rows": [[cell(value) for value in row] for row in rows],
        "ready_unix_s": ready_unix_s,
        "wall_s": wall_s,
        "cpu_s": None if cpu_before_s is None else cpu_after_s - cpu_before_s,
        "spilled_bytes": spilled_bytes(session),
        "version": f"Spark {session.version}",
    }
    print("workbook-report " + json.dumps(report))
    sys.stdout.flush()
    session.stop()


def end_with_parent():
    """Waits until standard input ends, and ends this process with its JVM. Whoever started it holds the
    other end of that pipe, and a process that is killed lets go of all that it holds."""
    while os.read(0, 1):
        pass
    # The JVM is in the process group of which this process is the leader.
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    # Elsewhere it notices, a moment later, that its own standard input has ended.
    os._exit(1)


def spark_session(scratch, limit_bytes, threads, jvm_options):
    builder = SparkSession.builder.master(f"local[{threads}]")
    settings = {
        "spark.driver.memory": f"{heap_mib(limit_bytes)}m",
        # Libraries and classes that it unpacks would stay behind in the folder of the system.
        "spark.driver.extraJavaOptions": f'-Djava.io.tmpdir="{scratch}" {jvm_options}',
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": scratch,
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.warehouse.dir": scratch,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    # It writes every error a second time, with the whole trace in one line.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def heap_mib(limit_bytes):
    """The heap in which the operators may use `limit_bytes`."""
    heap = RESERVED_MIB + limit_bytes / 2**20 / OPERATORS_SHARE
    return max(LEAST_HEAP_MIB, round(heap))


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
        case Decimal():
            return {"float": str(value)}
    raise TypeError(f"an answer has no place for a value of type {type(value).__name__}")


def process_cpu_s(pid):
    """CPU seconds of a process, user and system, in steps of usually 10 ms. None where there is no
    `/proc`."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    # The name of the program stands in parentheses and may hold spaces.
    fields = stat.rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def spilled_bytes(session):
    """What all stages together wrote to disk since it had no room in memory. Shuffles are no spill."""
    store = session.sparkContext._jsc.sc().statusStore()
    defaults = [getattr(store, f"stageList$default${n}")() for n in range(2, 6)]
    stages = store.stageList(None, *defaults)
    return sum(stages.apply(i).diskBytesSpilled() for i in range(stages.size()))


if __name__ == "__main__":
    main(*sys.argv[1:])
