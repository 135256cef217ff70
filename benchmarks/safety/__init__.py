"""How well alarm signals are recognised, measured through the web contract on the running assistant."""
