"""The language model that llmextract runs itself: its catalog, fetching it, running it."""
