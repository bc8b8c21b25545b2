# Counts three rows with Spark.
from pyspark.sql import SparkSession

builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
session = builder.getOrCreate()
assert session.range(3).count() == 3
session.stop()
