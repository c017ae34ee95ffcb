"""What a batch costs beside the language model, and what it survives."""
