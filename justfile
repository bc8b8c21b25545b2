# Every recipe is one line, and the same command works without `just`.

# List the recipes.
[private]
default:
    @just --list --unsorted

# Test an exercise (`just ex 16.1.3`), or say where you are and what is next.
[group('learn')]
ex *args:
    cargo ex {{ args }}

# Install the pinned Python packages that some exercises and engines need.
[group('learn')]
setup-python:
    cargo ex setup python

# Install PySpark and Sail, which need Java.
[group('learn')]
setup-spark:
    cargo ex setup spark

# Install DataFusion Comet and its PySpark, which need Java.
[group('learn')]
setup-comet:
    cargo ex setup comet

# Build the book in both languages and serve it on this machine.
[group('learn')]
book *args='serve':
    cargo book {{ args }}

# Generate data and compare the engines on this machine.
[group('measure')]
bench *args:
    cargo harness {{ args }}

# Generate data files.
[group('measure')]
data *args:
    cargo data {{ args }}

# Test everything but the exercises, which are the student's.
[group('develop')]
test *args:
    cargo test {{ args }}

# Check format and lints.
[group('develop')]
check:
    cargo fmt --all --check && cargo clippy --all-targets -- -D warnings

# Check that starters, solutions, tests and texts agree.
[group('develop')]
check-exercises *args:
    cargo ex check {{ args }}

# Everything that the continuous integration runs.
[group('develop')]
ci:
    .ci/run
