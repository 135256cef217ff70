"""Rasa graph components: sentence embeddings, topic classifier, red-flag detector, safety policy."""
