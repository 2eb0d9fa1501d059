"""Writes entries: as a person would, and only what changes."""
