"""One module a step, in the order in which they were released."""
