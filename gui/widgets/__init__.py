"""The fields of Muster's forms."""
