"""One module a file format; each yields rows in the words of `loaders.schema`, or says why it cannot."""
