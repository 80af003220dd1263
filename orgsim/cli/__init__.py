"""The command line: one file a verb, each thin: read the arguments, call the rooms, print."""
