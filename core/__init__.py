"""Muster without a screen: the records, the rules and the paper. Nothing here imports Qt."""
