"""`python -m agent` is `pentimento`. From a folder with a `tools/` of its own, use the installed command instead."""

from agent.faces.cli import main

if __name__ == "__main__":
    main()
