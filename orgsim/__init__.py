"""The simulator that shows what an organisation's structure does to the people it serves."""
