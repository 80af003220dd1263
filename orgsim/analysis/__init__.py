"""Analysis: what stored runs say, with how sure one may be."""
