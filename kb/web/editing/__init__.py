"""Writing entries in the browser: the form as pages, what was changed, and steps to publication."""
