"""A PostgreSQL for the tests, from the `pgserver` wheel: needs no installed server, works as root, gone at the end."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server on a Unix socket in a temporary folder.

    Where none can start, tests that ask for it are skipped with the reason; under CI=true they fail.
    """
    with TemporaryDirectory(prefix="payung-pg-", ignore_cleanup_errors=True) as folder:
        # The wheel warns about a missing XDG_RUNTIME_DIR, which is none of our concern.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                from pgserver.postgres_server import get_server

                running = get_server(Path(folder) / "cluster", cleanup_mode="stop")
            except Exception as error:
                if os.environ.get("CI") == "true":
                    raise
                pytest.skip(f"no PostgreSQL could be started here: {error!r}")
        try:
            yield running.get_uri()
        finally:
            running.cleanup()
