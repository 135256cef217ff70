"""Benchmarks: each `make benchmark-<name>` prints a table and writes build/benchmark-<name>.json."""
