"""From the files under `practices/` to records, and everything that is wrong with them."""
