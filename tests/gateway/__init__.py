"""Tests of rugwijzer.gateway."""
