"""pandas, dataframes for Python. <https://pandas.pydata.org>

Choices, so that the numbers mean what they seem to mean:

* Data types are those that pandas chooses by itself: NumPy arrays for numbers, with NaN for null, and
  Arrow for text. Integers with nulls are thus floats. Dates alone are asked for as `datetime64`: by
  default each would be an object of Python.
* Parquet is read with PyArrow, on as many threads as the harness allows. pandas itself works on one.
* A whole column is read and then filtered, without `filters=`, as in most programs.
* Text that the file declares as a dictionary is a category, whose order is that of the file. Results
  are turned into text before they are sorted.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import protocol


def open_engine(_, threads):
    pa.set_cpu_count(threads)
    return Pandas()


class Pandas:
    libraries = f"NumPy {np.__version__}, PyArrow {pa.__version__}, {protocol.python_version()}"
    version = f"pandas {pd.__version__} ({libraries})"
    # NumPy and Arrow are compiled for the baseline and choose faster code when they run.
    instruction_sets = []
    allocator = f"the system's and Arrow's {pa.default_memory_pool().backend_name}"

    def load(self, job):
        if job.workload not in QUESTIONS:
            raise protocol.Unsupported(f"no query for `{job.workload}`")
        return Query(job)


class Query:
    def __init__(self, job):
        self.job = job
        self.frames = {table: self.read(table) for table in job.reads} if job.in_memory else {}
        self.schema = "; ".join(self.describe(table) for table in job.reads)

    def run(self, literal):
        answer = QUESTIONS[self.job.workload](self, literal)
        if self.job.workload == "etl":
            answer.to_parquet(self.job.output, compression="snappy", index=False)
            return None
        return rows(answer)

    def table(self, name):
        """The columns of a table that the workload reads."""
        return self.frames[name] if self.job.in_memory else self.read(name)

    def read(self, name):
        path, columns = self.job.paths[name], self.job.reads[name]
        dates = {"date_as_object": False}
        return pd.read_parquet(path, columns=columns, to_pandas_kwargs=dates)

    def describe(self, name):
        """The columns with their types; those of the file if nothing is read yet."""
        if self.job.in_memory:
            types = self.frames[name].dtypes.items()
        else:
            schema = pq.read_schema(self.job.paths[name])
            types = [(column, schema.field(column).type) for column in self.job.reads[name]]
        return f"{name}({', '.join(f'{column} {data_type}' for column, data_type in types)})"


def rows(answer):
    """The rows of a small frame, with `None` for what is missing."""
    values = answer.itertuples(index=False, name=None)
    return [tuple(None if pd.isna(value) else value for value in row) for row in values]


def above(sales, threshold):
    # Nothing is above or below NaN, nor null, which is NaN here.
    return sales[sales["monto"] > threshold]


def total(query, _):
    return pd.DataFrame({"total": [query.table("ventas")["monto"].sum()]})


def filter_map_sum(query, threshold):
    monto = above(query.table("ventas"), threshold)["monto"]
    return pd.DataFrame({"total": [(monto * 2.0).sum()]})


def revenue_by_region(query, threshold):
    sales = above(query.table("ventas"), threshold)
    revenue = sales.groupby("region", dropna=False)["monto"].sum()
    return with_text(revenue.reset_index()).sort_values("region", na_position="last")


def star(query, threshold):
    return best_regions(above(query.table("ventas"), threshold))


def join(query, threshold):
    ventas = query.table("ventas")
    recent = ventas["fecha"] >= pd.Timestamp(2024, 1, 1)
    sales = ventas[(ventas["monto"] > threshold) & recent]
    clientes = query.table("clientes")
    return best_regions(sales.merge(clientes, how="left", left_on="user_id", right_on="id"))


def best_regions(sales):
    """Revenue, distinct users and mean ticket of each region, best first."""
    regions = sales.groupby("region", dropna=False).agg(
        revenue=("monto", "sum"),
        usuarios_unicos=("user_id", "nunique"),
        ticket_promedio=("monto", "mean"),
    )
    regions = with_text(regions.reset_index())
    return regions.sort_values(["revenue", "region"], ascending=[False, True])


def haversine(query, threshold):
    def square_of_half_sine(degrees):
        return np.sin(np.radians(degrees) / 2.0) ** 2.0

    entregas = query.table("entregas")
    lat_origen, lat_destino = entregas["lat_origen"], entregas["lat_destino"]
    chord = square_of_half_sine(lat_destino - lat_origen) + (
        np.cos(np.radians(lat_origen))
        * np.cos(np.radians(lat_destino))
        * square_of_half_sine(entregas["lon_destino"] - entregas["lon_origen"])
    )
    km = 2.0 * protocol.EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord))
    far = km[km > threshold]
    return pd.DataFrame({"entregas": [len(far)], "km": [far.sum()]})


def top_k(query, cap):
    """Takes the largest amounts of each region, with all that equal the third, and sorts these."""
    ventas = query.table("ventas")
    sales = ventas[ventas["monto"] < cap]
    largest = sales.groupby("region", dropna=False)["monto"].nlargest(protocol.TOP_K, keep="all")
    top = with_text(sales.loc[largest.index.get_level_values(-1)])
    top = top.sort_values(["region", "monto", "id"], ascending=[True, False, True])
    top["puesto"] = top.groupby("region", dropna=False).cumcount() + 1
    return top.loc[top["puesto"] <= protocol.TOP_K, ["region", "puesto", "id", "monto"]]


def etl(query, threshold):
    sales = above(query.table("ventas"), threshold)
    days = sales.groupby("fecha")["monto"].agg(ventas="size", revenue="sum").reset_index()
    # A date in the file rather than a point in time.
    return days.assign(fecha=days["fecha"].dt.date)


def with_text(frame):
    """The few rows of a result with the region as text, which sorts by its letters."""
    return frame.assign(region=frame["region"].astype("str"))


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
