"""The questions, by subject; their words are in the catalogues."""
