"""Measurements of the assistant; each prints a table and writes build/benchmark-<name>.json."""
