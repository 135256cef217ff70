"""What may be in a line of a log, and what never is: one room for every process.

`lines` are those of the gateway and the portal, `quiet` those of Rasa, the action server and the worker.
Both carry the `request_id`, and both pass `redact` as a second line of defence.
"""
