"""What ``scripts/check_docs.py`` is made of: pages, their links, commands and Python, and what is generated."""
