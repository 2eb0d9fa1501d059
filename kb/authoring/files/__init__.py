"""Entries' files: written, edited line by line, renamed, and their history."""
