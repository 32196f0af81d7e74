"""The PDFs: what editions there are, what each says, and how Typst sets them."""
