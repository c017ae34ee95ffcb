"""Linking at scale: many reports, made by perturbing real records, and what linking them takes."""
