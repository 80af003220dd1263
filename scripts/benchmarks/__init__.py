"""How fast orgsim is beside every tool that simulates the same thing; ``scripts/benchmark.py`` is the command."""
