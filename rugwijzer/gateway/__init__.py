"""The gateway: the only part that the outside can reach."""
