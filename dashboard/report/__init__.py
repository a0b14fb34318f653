"""The report: one file that opens from disk, asks nothing of any network, and prints."""
