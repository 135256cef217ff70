"""Loading and checking the content files: topics, level texts, example messages. No Rasa, no web."""
