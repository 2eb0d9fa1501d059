"""A server: the application, what guards it, and the processes that run it."""
