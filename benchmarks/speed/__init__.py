"""How fast llmextract is: beside plain instructor, langextract and bare openai, and against what the machine can do."""
