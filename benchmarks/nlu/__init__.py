"""How well four engines understand questions: this project, stock Rasa, tf-idf and nlp.js."""
