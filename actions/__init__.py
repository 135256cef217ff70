"""Custom actions of the assistant, one topic a file; the rules they apply live in rugwijzer/."""
