"""What operators may see: figures for Prometheus, states of the parts, and ids of requests.

Nothing here ever holds a text, a name, an address or the number of a conversation.
"""
