"""The web server around the pages: what it answers, to whom, and with which headers."""
