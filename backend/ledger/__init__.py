"""The books: double entry, only ever added to."""
