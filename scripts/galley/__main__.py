"""``python -m galley`` does what the ``galley`` command does."""

from galley.cli import entry

if __name__ == "__main__":
    entry()
