"""A weekly report for editors: what was not answered, what was confused, where people stop."""

#: Nothing is named that fewer different conversations had in common. Five is the smallest group that
#: Dutch health statistics usually publish.
SMALLEST = 5
