"""The worker's side of the harness' protocol: read a request, do it, reply.

A module calls `serve` with a function that opens an engine by its name on the command line. An engine
has

* `version`: name and version of the library that does the work, and of Python,
* `instruction_sets`: those that the library was compiled for, beyond the baseline,
* `allocator`: whose memory the columns are in,
* `load(job)`: makes a `Job` ready and returns a query. From memory, it reads the columns into the
  library's own form; from Parquet, it must not read any data.

A query has

* `schema`: the column types that it works on,
* `run(literal)`: asks the question of the job and returns the rows of the answer as tuples of `None`,
  `str`, `int` and `float`; or `None` if the answer is in the file `job.output`. All of it is timed.

The messages are those of `harness/protocol/src/message.rs`.
"""

import json
import os
import platform
import sys
import time

VERSION = 1

# What the questions of the crate `datasets` mean; a wrong number here would give wrong answers.
EARTH_RADIUS_KM = 6371.0088
TOP_K = 3


class Unsupported(Exception):
    """The engine has no way to do this, here: a reported state, not an error."""


class Job:
    """One workload over one dataset."""

    def __init__(self, message, terms):
        self.workload = message["workload"]
        self.in_memory = message["source"] == "memory"
        self.has_nan = message["dataset"]["nan_rate"] > 0.0
        self.paths = message["tables"]
        self.output = message["output"]
        # The columns that the workload reads, by table.
        self.reads = terms["reads"]
        self.literals = terms["literals"]


def serve(open_engine):
    """The main function of a worker.

    Arguments: the engine, its number of threads, and the terms of all workloads as JSON, which only
    the crate `datasets` knows.
    """
    _, name, threads, terms = sys.argv
    terms = json.loads(terms)
    replies = take_standard_output()
    try:
        engine = open_engine(name, int(threads))
    except Unsupported as reason:
        send(replies, {"unsupported": {"reason": str(reason)}})
        return
    send(replies, {"ready": hello(engine)})
    query = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "load" in request:
                # Free the last job's data first, so that two jobs never share the memory.
                query = None
                query = Loaded(engine, request["load"], terms)
                reply = query.loaded
            else:
                reply = query.run(request["run"]["variant"])
        except Unsupported as reason:
            reply = {"unsupported": {"reason": str(reason)}}
        except Exception as error:
            reply = {"failed": {"error": describe(error)}}
        send(replies, reply)


class Loaded:
    """A job that is ready to run."""

    def __init__(self, engine, message, terms):
        self.job = Job(message, terms[message["workload"]])
        start = time.perf_counter_ns()
        self.query = engine.load(self.job)
        load_ns = time.perf_counter_ns() - start
        self.loaded = {"loaded": {"load_ns": load_ns, "schema": self.query.schema}}

    def run(self, variant):
        start = time.perf_counter_ns()
        rows = self.query.run(self.job.literals[variant])
        wall_ns = time.perf_counter_ns() - start
        if rows is None:
            return {"wrote": {"wall_ns": wall_ns}}
        answer = {"rows": [[cell(value) for value in row] for row in rows]}
        return {"ran": {"wall_ns": wall_ns, "answer": answer}}


def hello(engine):
    build = {
        "profile": "wheel",
        "target_features": engine.instruction_sets,
        "allocator": engine.allocator,
    }
    return {"protocol": VERSION, "version": engine.version, "build": build}


def cell(value):
    """A value of an answer as the protocol writes it. Floats are text, so that none is rounded."""
    match value:
        case None:
            return "null"
        case str():
            return {"text": value}
        case int():
            return {"int": value}
        case float():
            return {"float": repr(float(value))}
    raise TypeError(f"an answer has no place for a value of type {type(value).__name__}")


def describe(error):
    # The supervisor tells from these words that memory ran out.
    words = "out of memory: " if isinstance(error, MemoryError) else ""
    return f"{words}{type(error).__name__}: {error}"


def python_version():
    return f"Python {platform.python_version()}"


def take_standard_output():
    """Standard output for the replies alone: what a library prints goes to standard error."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return replies


def send(replies, message):
    replies.write(json.dumps(message) + "\n")
    replies.flush()
