"""Pieces of a page: they show what they are given and hold their own widget state."""
