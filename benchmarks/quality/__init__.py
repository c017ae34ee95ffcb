"""llmextract, plain instructor and langextract side by side: the same model, the same articles, the same scorer."""
