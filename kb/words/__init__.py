"""How the words of each language are formed: word forms, lemmas, stems, parts, keys."""
