"""Help with quality: what a reader will miss, topics in the text, entries alike."""
