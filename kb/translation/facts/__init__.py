"""Do the facts of a source stand in its translation, written as its language writes them?"""
