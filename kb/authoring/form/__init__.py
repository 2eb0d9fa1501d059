"""The form: its questions, what may be chosen, and what the answers mean."""
