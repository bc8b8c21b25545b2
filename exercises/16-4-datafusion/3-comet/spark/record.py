"""Records the plans in `plans/`: runs queries on a Spark that is installed, and saves what it planned.

    python record.py vanilla ../plans/vanilla
    python record.py comet   ../plans/comet   COMET_JAR

For each query there are two files: `NAME.txt`, the physical plan as Spark prints it, and `NAME.json`,
the same plan as the JVM holds it, with the versions. The folder with the data is called `/data` in both:
nothing else is changed. Complete as it is: nothing to solve here.
"""

import json
import sys
import tempfile
from pathlib import Path

import job

COMET = {
    "spark.plugins": "org.apache.spark.CometPlugin",
    "spark.shuffle.manager": "org.apache.spark.sql.comet.execution.shuffle.CometShuffleManager",
    "spark.memory.offHeap.enabled": "true",
    "spark.memory.offHeap.size": "1g",
}

REVENUE = """
    SELECT region, sum(monto) AS revenue, count(*) AS sales
    FROM ventas WHERE monto > 10 GROUP BY region ORDER BY revenue DESC"""

# The Python function comes between a filter and an aggregation that Comet would accelerate.
UDF = """
    SELECT segmento, sum(with_tax(monto)) AS revenue
    FROM ventas JOIN clientes ON user_id = clientes.id
    WHERE monto > 10 GROUP BY segmento"""

# The subquery is needed twice: to read the file and to filter.
SUBQUERY = """
    SELECT segmento, count(*) AS sales
    FROM ventas JOIN clientes ON user_id = clientes.id
    WHERE monto > (SELECT avg(monto) FROM ventas) GROUP BY segmento"""

# A subquery within a subquery.
SUBQUERIES = SUBQUERY.replace(
    "FROM ventas)", "FROM ventas WHERE monto < (SELECT max(monto) FROM ventas))"
)

# Both sides of the join need the same shuffled totals: one is computed, the other reuses it.
REUSE = """
    WITH totals AS (SELECT region, sum(monto) AS total FROM ventas GROUP BY region)
    SELECT a.region, a.total - b.total AS lead
    FROM totals a JOIN totals b ON a.region = b.region"""

UNION = """
    SELECT region, sum(monto) AS total FROM
    (SELECT region, monto FROM ventas WHERE monto > 100
     UNION ALL SELECT region, -monto FROM ventas WHERE monto < 10)
    GROUP BY region ORDER BY total LIMIT 3"""

WINDOW = """
    SELECT * FROM (SELECT region, monto, rank() OVER (PARTITION BY region ORDER BY precio) AS place
                   FROM ventas) WHERE place <= 2"""

HIGHEST = "SELECT region, max(monto) AS highest FROM ventas WHERE monto > 10 GROUP BY region"

STATIC = {"spark.sql.adaptive.enabled": "false"}
NO_BROADCAST = {"spark.sql.autoBroadcastJoinThreshold": "-1"}

# Name, query, settings, and whether the plan is read before the action or after it.
CASES = [
    ("revenue", REVENUE, {}, "after"),
    ("revenue-before", REVENUE, {}, "before"),
    ("revenue-static", REVENUE, STATIC, "after"),
    ("udf", UDF, {}, "after"),
    ("subquery", SUBQUERY, {}, "after"),
    ("subqueries", SUBQUERIES, {}, "after"),
    ("subqueries-static", SUBQUERIES, STATIC | NO_BROADCAST, "after"),
    ("reuse", REUSE, NO_BROADCAST, "after"),
]

# With settings that only Comet knows, or with nodes that only Comet has.
COMET_CASES = [
    ("revenue-no-filter", REVENUE, {"spark.comet.exec.filter.enabled": "false"}, "after"),
    ("json", REVENUE.replace("ventas", "ventas_json"), {"spark.comet.convert.json.enabled": "true"}, "after"),
    (
        "spark-scan",
        REVENUE,
        {"spark.comet.scan.enabled": "false", "spark.comet.convert.parquet.enabled": "true"},
        "after",
    ),
    ("union", UNION, {}, "after"),
    ("window", WINDOW, {}, "after"),
    ("highest-strict", HIGHEST, {"spark.comet.exec.strictFloatingPoint": "true"}, "after"),
]


def main(engine, folder, jar=None):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        session = start(engine, jar, {})
        write_data(session, data)
        for name, *case in CASES + (COMET_CASES if engine == "comet" else []):
            save(folder / name, data, record(session, data, *case))
        session.stop()
        if engine == "comet":
            # The plugin is there, and does nothing.
            conf = {"spark.memory.offHeap.enabled": "false"}
            session = start(engine, jar, conf)
            plan = record(session, data, REVENUE, {}, "after")
            save(folder / "without-off-heap", data, plan | {"conf": conf})
            session.stop()


def start(engine, jar, conf):
    settings = {}
    if engine == "comet":
        settings = COMET | {"spark.jars": jar, "spark.driver.extraClassPath": jar}
    session, _ = job.spark_session(settings | conf)
    session.udf.register("with_tax", lambda amount: amount * 1.19, "double")
    return session


def write_data(session, data):
    """Sales of which every value follows from the row number: the plans need no more."""
    sales = session.range(20_000).selectExpr(
        "id",
        "id * 7919 % 97 AS user_id",
        "concat('r', id * 31 % 8) AS region",
        "CAST(id * 2654435761 % 80000 AS double) / 4 AS monto",
        "CAST(id % 1000 AS decimal(12, 2)) AS precio",
    )
    sales.write.parquet(f"{data}/ventas")
    sales.write.json(f"{data}/ventas_json")
    clients = session.range(97).selectExpr("id", "concat('s', id % 3) AS segmento")
    clients.write.parquet(f"{data}/clientes")


def record(session, data, sql, conf, when):
    for key, value in conf.items():
        session.conf.set(key, value)
    for table in ("ventas", "clientes"):
        session.read.parquet(f"{data}/{table}").createOrReplaceTempView(table)
    schema = "id bigint, user_id bigint, region string, monto double, precio decimal(12, 2)"
    session.read.schema(schema).json(f"{data}/ventas_json").createOrReplaceTempView("ventas_json")
    frame = session.sql(sql)
    if when == "after":
        frame.collect()
    plan = job.spark_plan(session, frame)
    for key in conf:
        session.conf.unset(key)
    return {"sql": " ".join(sql.split()), "conf": conf, "when": when} | plan


def save(path, data, plan):
    """Writes both files. In the second, each node has a line of its own."""
    path.with_suffix(".txt").write_text(plan.pop("plan").replace(data, "/data"))
    nodes = ",\n  ".join(map(json.dumps, plan.pop("nodes")))
    facts = json.dumps(plan, indent=1).removesuffix("\n}")
    path.with_suffix(".json").write_text(f'{facts},\n "nodes": [\n  {nodes}\n ]\n}}\n')
    print(path.name, plan["comet_says"] or "")


if __name__ == "__main__":
    main(*sys.argv[1:])
