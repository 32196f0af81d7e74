"""English: the translation memory and what fills it."""
