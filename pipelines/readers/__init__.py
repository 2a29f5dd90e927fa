"""Readers: a file partners really send becomes rows of text, one module per format."""
