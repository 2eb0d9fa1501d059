"""The dialogue of `kb new` on a terminal."""
