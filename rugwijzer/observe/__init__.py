"""What operators may see: figures for Prometheus, and the states of the parts.

Nothing here ever holds a text, a name, an address or the number of a conversation.
"""
