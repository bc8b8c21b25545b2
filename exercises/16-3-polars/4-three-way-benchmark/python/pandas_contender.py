"""pandas with its own choice of data types, which are NumPy's for numbers and Arrow's for text."""

import pandas as pd

# `read_parquet` imports it when it is called for the first time. It belongs to the start-up.
import pyarrow.parquet

import measured


def two_columns(file):
    return revenue(pd.read_parquet(file, columns=["region", "monto"]))


def all_columns(file):
    return revenue(pd.read_parquet(file))


def revenue(sales):
    # A null amount is NaN here. Neither is above 0; the second condition says so.
    counts = (sales["monto"] > 0.0) & sales["monto"].notna()
    # Without `dropna=False`, the sales without region would be lost.
    regions = sales[counts].groupby("region", dropna=False)["monto"].sum()
    return {None if pd.isna(region) else region: total for region, total in regions.items()}


if __name__ == "__main__":
    libraries = f"pandas {pd.__version__}, PyArrow {pyarrow.__version__}"
    measured.main(libraries, {"two-columns": two_columns, "all-columns": all_columns})
