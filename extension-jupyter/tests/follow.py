from __future__ import annotations

import urllib.error
import urllib.request


class _Stop(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def follow(url: str) -> str:
    """Where one GET redirects to."""
    try:
        urllib.request.build_opener(_Stop).open(url, timeout=5)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers["location"]
    raise AssertionError("no redirect")
