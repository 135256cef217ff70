"""Rugwijzer: a Dutch assistant for low back pain on Rasa Open Source."""
