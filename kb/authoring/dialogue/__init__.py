"""The course of a dialogue, whoever holds it."""
