"""What is timed, and against what. Nothing here is a test: see benchmarks/README.md."""
