"""Counts three rows with Spark, and imports what talks to Sail."""

import pandas, pyarrow, pysail.spark, pyspark.sql.connect.client
from pyspark.sql import SparkSession

builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
session = builder.getOrCreate()
assert session.range(3).count() == 3
session.stop()
