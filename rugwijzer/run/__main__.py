"""`python -m rugwijzer.run <process>`."""

from .launcher import main

if __name__ == "__main__":
    raise SystemExit(main())
