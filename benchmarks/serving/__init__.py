"""`make benchmark-serving`: how fast, how many at once, and what happens when parts die."""
