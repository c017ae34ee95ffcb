"""The pipeline: what to ask about an article, and how its answers become a record."""
