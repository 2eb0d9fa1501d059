"""Finding: analysis per language, documents, queries, the engine and its measured quality."""
