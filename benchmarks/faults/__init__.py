"""The endpoint model and the whole pipeline against a server in which everything goes wrong."""
