"""From catalogs to texts in every language."""
