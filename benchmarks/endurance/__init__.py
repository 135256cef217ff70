"""`python -m benchmarks.endurance`: an hour of mixed traffic, and whether anything grows meanwhile."""
