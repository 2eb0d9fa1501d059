"""Who may change entries in the browser: accounts, logging in, and a record of what was done."""
