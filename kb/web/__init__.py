"""Pages for a browser: one set of them, served live or written as plain files."""
