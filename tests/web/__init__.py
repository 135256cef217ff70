"""Tests of the front end's sources."""
