"""The waiting room in a real browser, on the really running assistant."""
