"""Polars for Python: the same expressions as the contender in Rust, on an engine of choice, and once
with a function of Python in place of an expression."""

from functools import partial

import polars as pl

import measured

MONTO = pl.col("monto")


def expression(file, engine):
    return revenue(file, (MONTO > 0.0) & MONTO.is_not_nan(), engine)


def function_per_row(file):
    # Polars warns of this on standard error, and recommends `monto > 0.0` in its place. That is not
    # the same: for Polars, NaN is above all numbers.
    return revenue(file, MONTO.map_elements(is_above_zero, return_dtype=pl.Boolean), "auto")


def is_above_zero(amount):
    # For Python, NaN is above nothing. Null never gets here.
    return amount > 0.0


def revenue(file, counts, engine):
    sales = pl.scan_parquet(file, glob=False).filter(counts)
    regions = sales.group_by("region").agg(revenue=MONTO.sum())
    return dict(regions.collect(engine=engine).rows())


if __name__ == "__main__":
    engines = ["auto", "in-memory", "streaming"]
    variants = {engine: partial(expression, engine=engine) for engine in engines}
    measured.main(f"Polars {pl.__version__}", variants | {"function-per-row": function_per_row})
