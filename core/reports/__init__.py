"""All printing: facts → blocks → PDF. Each report is a function from a roll to a document of blocks."""
