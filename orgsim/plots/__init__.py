"""Pictures: one file each, drawn from a run; style, words and colours are shared."""
