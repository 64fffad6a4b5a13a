"""Ways around the policy, through Chroma's real Python client; what that cannot say, through its session.

A theme is a module with `ATTEMPTS`: title, who tries it (names parted by blanks), and what is done.
"""

from collections.abc import Callable
from typing import Any

Attempt = tuple[str, str, Callable[[Any], Any]]
