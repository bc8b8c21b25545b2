"""Fetches jars from Maven Central, with those that they need, as `spark-submit --packages` does.

Arguments: `group:artifact:version`, more of them after a comma, and a folder. They are in `jars` below
that at the end.
"""

import sys

from pyspark.sql import SparkSession

_, coordinates, folder = sys.argv
builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
builder.config("spark.jars.packages", coordinates).config("spark.jars.ivy", folder)
builder.getOrCreate().stop()
