"""Lists of flips as files of annotation tools, each with a manifest from which the same bytes are made again."""
