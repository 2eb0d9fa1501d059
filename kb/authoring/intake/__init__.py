"""Forms that go out and come back: Word, workbook, CSV and JSON."""
