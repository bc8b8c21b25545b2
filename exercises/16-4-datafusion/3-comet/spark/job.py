"""Runs one SQL query on Spark, on Spark with Comet, or on Sail, and prints one line of JSON about it.

    python job.py ENGINE FOLDER REPEATS SQL [KEY=VALUE ...]

ENGINE is `vanilla`, `comet` or `sail`. Every `NAME.parquet` in FOLDER is a view called NAME. The query
runs REPEATS times in one session: the first run is cold, since the JVM has compiled nothing yet. The
pairs go into the Spark configuration; Sail has none.

The report stands in the line of standard output that begins with `workbook-report `. Complete as it is:
nothing to solve here.
"""

import hashlib
import json
import math
import os
import re
import sys
import time
from decimal import Decimal
from pathlib import Path

# Rows of the result that the report shows. The digest covers all of them.
SHOWN_ROWS = 1000

# As many threads for each engine, however many the machine has.
THREADS = 2


def main(engine, folder, repeats, sql, *conf):
    conf = dict(pair.split("=", 1) for pair in conf)
    if repeats == "1":
        # It is over before the second compiler of the JVM would pay.
        conf.setdefault("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1")
    start = time.perf_counter()
    session, cpu_s = sail_session() if engine == "sail" else spark_session(conf)
    session_s = time.perf_counter() - start
    for path in sorted(Path(folder).glob("*.parquet")):
        session.read.parquet(str(path)).createOrReplaceTempView(path.stem)

    runs = [run(session, sql, cpu_s) for _ in range(int(repeats))]
    frame, rows = runs[-1]["frame"], runs[-1]["rows"]
    report = {
        "engine": engine,
        "columns": frame.columns,
        "row_count": len(rows),
        "rows": rows[:SHOWN_ROWS],
        "digest": digest(rows),
        "session_s": session_s,
        "wall_s": [run["wall_s"] for run in runs],
        "cpu_s": [run["cpu_s"] for run in runs],
    }
    report |= sail_plan(frame) if engine == "sail" else spark_plan(session, frame)
    print("workbook-report " + json.dumps(report))
    sys.stdout.flush()
    session.stop()


def run(session, sql, cpu_s):
    """Plans and runs the query anew. The plan is only final after the action: adaptive execution
    changes it while it runs."""
    before, start = cpu_s(), time.perf_counter()
    frame = session.sql(sql)
    rows = [[cell(value) for value in row] for row in frame.collect()]
    wall_s = time.perf_counter() - start
    after = cpu_s()
    used_s = None if before is None else after - before
    return {"frame": frame, "rows": rows, "wall_s": wall_s, "cpu_s": used_s}


def cell(value):
    """A value as text, or null. Both zeros are one, and so are all NaN; a float has all its digits."""
    if value is None:
        return None
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else repr(value + 0.0)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def digest(rows):
    """The same for the same rows in any order."""
    lines = sorted(json.dumps(row) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def spark_session(conf):
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(f"local[{THREADS}]").config("spark.ui.enabled", "false")
    # Few and small: the data of this exercise fits.
    builder = builder.config("spark.driver.memory", "1g").config("spark.sql.shuffle.partitions", "2")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
    builder = builder.config("spark.driver.host", "127.0.0.1")
    for key, value in conf.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    pid = session._jvm.java.lang.ProcessHandle.current().pid()
    return session, lambda: process_cpu_s(pid)


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


def sail_session():
    """Sail lives in threads of this process: what it uses is what this process uses."""
    os.environ["SAIL_EXECUTION__DEFAULT_PARALLELISM"] = str(THREADS)
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    host, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://{host}:{port}").getOrCreate()
    session._workbook_server = server  # Keeps the server alive.
    return session, lambda: sum(os.times()[:2])


def sail_plan(frame):
    import pysail

    versions = {"sail": pysail.__version__, "python": python_version()}
    return {"versions": versions, "plan": frame._explain_string(), "nodes": [], "comet_says": None}


def spark_plan(session, frame):
    """The physical plan as text, and the same plan as the JVM holds it: an oracle for who reads the
    text."""
    jvm, plan = session._jvm, frame._jdf.queryExecution().executedPlan()
    nodes = []
    walk(plan, nodes)
    comet = comet_version(session)
    versions = {
        "spark": session.version,
        "scala": re.search(r"\d+\.\d+", jvm.scala.util.Properties.versionNumberString())[0],
        "java": str(jvm.java.lang.Runtime.version().feature()),
        "comet": comet,
        "python": python_version(),
    }
    said = comet_says(jvm, plan) if comet else None
    return {"versions": versions, "plan": plan.toString(), "nodes": nodes, "comet_says": said}


def python_version():
    return ".".join(map(str, sys.version_info[:3]))


def comet_version(session):
    """The version of the Comet classes that are loaded, or None. Comet 1.0 tells it as a setting."""
    version = session.conf.get("spark.comet.version", None)
    if version:
        return version
    try:
        package = session._jvm.java.lang.Class.forName("org.apache.comet.package$")
        return package.getField("MODULE$").get(None).COMET_VERSION()
    except Exception:  # py4j wraps ClassNotFoundException.
        return None


def comet_says(jvm, plan):
    """Comet's own summary of the plan, its last line: how many operators it accelerated."""
    text = jvm.org.apache.comet.ExtendedExplainInfo().generateExtendedInfo(plan)
    return text.strip().splitlines()[-1]


def walk(node, nodes, indent=0, depth=0):
    """Appends `[depth, class, name]` of every node in the order in which Spark prints them: subqueries
    before children. The depth is that of the printed name, in steps of three columns."""
    kind = node.getClass().getName()
    simple = kind.rsplit(".", 1)[1]
    if simple in ("WholeStageCodegenExec", "InputAdapter"):  # These print no line of their own.
        return walk(node.child(), nodes, indent, depth)
    # The name as printed: `FileScan` says `Scan` of itself.
    name = re.match(r"\w+", node.simpleString(25))[0]
    nodes.append([indent + depth, kind, name])
    if simple == "AdaptiveSparkPlanExec":
        child = node.executedPlan()
        if child.fastEquals(node.initialPlan()):
            return walk(child, nodes, indent, depth + 1)
        # Below a heading the plan starts anew, and forgets how far it was indented.
        return walk(child, nodes, depth + 1, 0)
    if simple.endswith("QueryStageExec"):
        return walk(node.plan(), nodes, indent, depth + 1)
    for child in elements(node.innerChildren()):
        walk(child, nodes, indent, depth + 2)
    for child in elements(node.children()):
        walk(child, nodes, indent, depth + 1)


def elements(sequence):
    return [sequence.apply(i) for i in range(sequence.size())]


if __name__ == "__main__":
    main(*sys.argv[1:])
