"""Practices as rows and columns, before they are CSV or Excel."""
