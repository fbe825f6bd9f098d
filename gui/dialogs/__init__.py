"""Where the clerk enters: forms, class entry, import."""
