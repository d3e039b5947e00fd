"""`python -m supervision …` is `mingdu …`."""

from supervision.console import main

if __name__ == "__main__":
    main()
