"""Follow-up of patients: plans, when a check-in is due, what an answer means, and who sends it."""
