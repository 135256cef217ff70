"""`python -m rugwijzer.gateway`."""

from .main import main

if __name__ == "__main__":
    raise SystemExit(main())
