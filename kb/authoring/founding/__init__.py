"""Beginning another knowledge base."""
