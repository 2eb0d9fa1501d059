"""Measures how fast the search is, beside other engines, on knowledge bases of any size."""
