"""The same pages as plain files, with a search of their own."""
