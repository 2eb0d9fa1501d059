"""Ways out: the booklet in every prose format, tables, calendars and data."""
