"""Verdicts back from annotators: one reader a tool's file, all into `loaders.judgements`."""
