"""A first plan for a page that has none: what stands where, and what is in doubt."""
