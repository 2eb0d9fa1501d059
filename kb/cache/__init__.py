"""What is known already: sealed files, and snapshots that tell what changed since."""
