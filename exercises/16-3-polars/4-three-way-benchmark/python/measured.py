"""What the contenders in Python share: how they measure themselves and report.

A script imports its libraries first, then calls `main` with the version of its library and with its
variants: functions that answer the question from the path of a file. The answer is a dictionary from
region to revenue, with `None` for the sales without region.

The query is asked twice. The first time also pays for threads, for imports that the library puts off,
and for memory that was never used before.
"""

import json
import os
import platform
import sys
import time


def main(library, variants):
    """Arguments of the script: the variant and the file."""
    _, variant, file = sys.argv
    query = variants[variant]
    start_up_ms = (time.time_ns() - int(os.environ["BENCHMARK_STARTED_NS"])) / 1e6
    _, first_ms, _ = timed(query, file)
    answer, query_ms, cpu_ms = timed(query, file)
    report = {
        "version": f"{library} (Python {platform.python_version()})",
        "start_up_ms": start_up_ms,
        "first_ms": first_ms,
        "query_ms": query_ms,
        "cpu_ms": cpu_ms,
        "peak_mb": peak_mb(),
        # No key of JSON is null, and no number is NaN.
        "answer": [(region, repr(float(revenue))) for region, revenue in answer.items()],
    }
    print("\nbenchmark-report " + json.dumps(report), flush=True)


def timed(query, file):
    """The answer, the time that it took and the processor time on all threads, in milliseconds."""
    start, cpu_start = time.perf_counter_ns(), time.process_time_ns()
    answer = query(file)
    wall_ms = (time.perf_counter_ns() - start) / 1e6
    return answer, wall_ms, (time.process_time_ns() - cpu_start) / 1e6


def peak_mb():
    """The largest memory of this process, where the system tells. Not by `resource.getrusage`: on
    Linux, its peak begins with that of the process which started this one."""
    try:
        with open("/proc/self/status", encoding="utf-8") as status:
            lines = dict(line.split(":", 1) for line in status)
        return int(lines["VmHWM"].split()[0]) * 1_024 / 1e6
    except (OSError, KeyError):
        return None
