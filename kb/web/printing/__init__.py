"""Files to take home: what they are, who makes them, and where they are kept."""
