"""The prompt layer: instructions and worked examples as data, questions and the forms of their answers."""
