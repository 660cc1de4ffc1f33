"""`python -m bot` is `payung`."""

from bot.cli import main

main()
