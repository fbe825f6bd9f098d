"""For every test: windows are real but offscreen, Hypothesis is repeatable, and whoever reaches for a network fails."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hypothesis import HealthCheck, settings

settings.register_profile(
    "muster", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=100
)
settings.load_profile("muster")


NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}
"""What Python tells of before it is done."""


def forbid_network(event: str, arguments: tuple[object, ...]) -> None:
    """Names of places in the file system (on Unix) are no network."""
    if event in NETWORK and not (event == "socket.connect" and isinstance(arguments[1], str | bytes)):
        raise AssertionError(f"The program reached for the network: {event} {arguments[1:]}")


sys.addaudithook(forbid_network)
