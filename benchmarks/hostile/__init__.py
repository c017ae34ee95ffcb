"""How often articles that mean harm change a record that should not change, with the defences on and off."""
