"""Verbs of the command line, a file for each part of the product; `webmagic.cli` gathers them."""
