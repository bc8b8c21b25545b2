"""Polars for Python. <https://pola.rs>

The workloads are the expressions of `harness/engines/polars`, which asks the same library from Rust.
Choices, so that the numbers mean what they seem to mean:

* `polars-python` leaves the engine to Polars, which is the streaming engine unless told otherwise, so
  a setting that tells otherwise is refused. `polars-python-memory` asks for the in-memory engine.
* Polars sizes its pool from the processors that this process is bound to. `POLARS_MAX_THREADS` would
  overrule that, so it is refused.
* Columns in memory are in as many chunks as with the Rust worker: one per row group of the file, and
  at least one per thread.
* Every run plans its query anew, over a new scan for Parquet, so nothing is kept from the run before.
"""

import math
import os
from datetime import date

import polars as pl
from _polars_runtime_32.build_feature_flags import BUILD_FEATURE_FLAGS

import protocol

ENGINES = {"polars-python": "auto", "polars-python-memory": "in-memory"}

# What a report names; the flags also hold the many parts of these sets.
INSTRUCTION_SETS = ["avx", "avx2", "fma", "avx512f"]


def open_engine(name, threads):
    for variable in ["POLARS_MAX_THREADS", "POLARS_ENGINE_AFFINITY"]:
        if variable in os.environ:
            raise RuntimeError(f"unset `{variable}`: it overrules the harness")
    if pl.thread_pool_size() != threads:
        raise protocol.Unsupported(
            f"Polars would use {pl.thread_pool_size()} threads here instead of {threads}"
        )
    return Polars(ENGINES[name], threads)


class Polars:
    version = f"Polars {pl.__version__} ({protocol.python_version()})"
    allocator = "Polars' own"

    def __init__(self, executor, threads):
        self.executor = executor
        self.threads = threads
        flags = [flag.lstrip("+") for flag in BUILD_FEATURE_FLAGS.split(",")]
        self.instruction_sets = [flag for flag in INSTRUCTION_SETS if flag in flags]

    def load(self, job):
        if job.workload not in QUESTIONS:
            raise protocol.Unsupported(f"no query for `{job.workload}`")
        return Query(job, self.executor, self.threads)


class Query:
    def __init__(self, job, executor, threads):
        self.job = job
        self.executor = executor
        self.frames = {}
        if job.in_memory:
            scans = {table: self.scan(table).collect() for table in job.reads}
            self.frames = {table: in_chunks(scan, threads) for table, scan in scans.items()}
        self.schema = "; ".join(self.describe(table) for table in job.reads)

    def run(self, literal):
        frame = QUESTIONS[self.job.workload](self, literal).collect(engine=self.executor)
        if self.job.workload == "etl":
            frame.write_parquet(self.job.output, compression="snappy")
            return None
        return frame.rows()

    def table(self, name):
        """The columns of a table that the workload reads, to be read when the query is collected."""
        return self.frames[name].lazy() if self.job.in_memory else self.scan(name)

    def ventas(self):
        """The rows whose amount is a number. Polars takes NaN for a value above all others."""
        ventas = self.table("ventas")
        return ventas.filter(pl.col("monto").is_not_nan()) if self.job.has_nan else ventas

    def scan(self, name):
        return pl.scan_parquet(self.job.paths[name], glob=False).select(self.job.reads[name])

    def describe(self, name):
        schema = self.table(name).collect_schema()
        columns = ", ".join(f"{column} {data_type}" for column, data_type in schema.items())
        return f"{name}({columns})"


def in_chunks(frame, threads):
    """The frame with its chunks as they are, unless there are fewer than threads."""
    if frame.n_chunks() >= threads or frame.is_empty():
        return frame
    rows = math.ceil(frame.height / threads)
    return pl.concat(frame.iter_slices(rows), rechunk=False)


def total(query, _):
    return query.ventas().select(total=pl.col("monto").sum())


def filter_map_sum(query, above):
    sales = query.ventas().filter(pl.col("monto") > above)
    return sales.select(total=(pl.col("monto") * 2.0).sum())


def revenue_by_region(query, above):
    sales = query.ventas().filter(pl.col("monto") > above)
    revenue = sales.group_by("region").agg(revenue=pl.col("monto").sum())
    return revenue.sort("region", nulls_last=True)


def star(query, above):
    return best_regions(query.ventas().filter(pl.col("monto") > above))


def join(query, above):
    recent = pl.col("fecha") >= date(2024, 1, 1)
    sales = query.ventas().filter((pl.col("monto") > above) & recent)
    clientes = query.table("clientes")
    return best_regions(sales.join(clientes, how="left", left_on="user_id", right_on="id"))


def best_regions(sales):
    """Revenue, distinct users and mean ticket of each region, best first."""
    regions = sales.group_by("region").agg(
        revenue=pl.col("monto").sum(),
        # `n_unique` alone would count null as a user.
        usuarios_unicos=pl.col("user_id").drop_nulls().n_unique(),
        ticket_promedio=pl.col("monto").mean(),
    )
    return regions.sort("revenue", "region", descending=[True, False], nulls_last=True)


def haversine(query, above):
    def square_of_half_sine(degrees):
        return (degrees.radians() / 2.0).sin() ** 2.0

    lat_origen, lat_destino = pl.col("lat_origen"), pl.col("lat_destino")
    chord = square_of_half_sine(lat_destino - lat_origen) + (
        lat_origen.radians().cos()
        * lat_destino.radians().cos()
        * square_of_half_sine(pl.col("lon_destino") - pl.col("lon_origen"))
    )
    km = 2.0 * protocol.EARTH_RADIUS_KM * chord.sqrt().arcsin()
    far = query.table("entregas").select(km=km).filter(pl.col("km") > above)
    return far.select(entregas=pl.len(), km=pl.col("km").sum())


def top_k(query, below):
    """Finds the third largest amount of each region first and sorts only what is left."""
    smallest_in_top = pl.col("monto").top_k(protocol.TOP_K).min().over("region")
    sales = query.ventas().filter(pl.col("monto") < below)
    top = sales.filter(pl.col("monto") >= smallest_in_top)
    ordered = top.sort("region", "monto", "id", descending=[False, True, False], nulls_last=True)
    # The best sale of a region has the smallest row number among those of the region.
    place = pl.col("row") - pl.col("row").min().over("region") + 1
    places = ordered.with_row_index("row").select("region", place.alias("puesto"), "id", "monto")
    # Equal amounts can bring more than three sales this far.
    return places.filter(pl.col("puesto") <= protocol.TOP_K)


def etl(query, above):
    sales = query.ventas().filter(pl.col("monto") > above)
    ventas = pl.len().cast(pl.Int64)
    return sales.group_by("fecha").agg(ventas=ventas, revenue=pl.col("monto").sum()).sort("fecha")


QUESTIONS = {
    "sum": total,
    "filter-map-sum": filter_map_sum,
    "revenue-by-region": revenue_by_region,
    "star": star,
    "join": join,
    "haversine": haversine,
    "top-k": top_k,
    "etl": etl,
}

if __name__ == "__main__":
    protocol.serve(open_engine)
