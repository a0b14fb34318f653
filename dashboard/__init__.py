"""Every surface that a person or a pipeline touches."""
