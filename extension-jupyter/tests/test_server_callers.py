"""Who may call the endpoints: not images, links, other sites or strangers."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from http.cookiejar import CookieJar

import pytest
from running_server import SESSION, Server, sign_in


def browser_of(server: Server) -> tuple[urllib.request.OpenerDirector, CookieJar]:
    """A browser that is signed in to Jupyter by its cookie."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(f"{server.url}api/status?token=secret", timeout=30).close()
    return browser, jar


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Dest": "image", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
@pytest.mark.parametrize("path", ["sessions", f"records/{SESSION}"])
def test_images_links_and_other_sites_read_nothing_that_was_recorded(server, double, path, headers):
    sign_in(server)
    double.recorded = {f"/api/v1/{path}": (200, {"sessions": []})}
    double.asked.clear()
    status, text, _ = server.ask(f"vectorgate/recorded/{path}", headers=headers)
    assert (status, json.loads(text)["error"]["code"]) == (403, "not_from_jupyterlab")
    assert double.asked == []
    own = {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
    assert server.ask(f"vectorgate/recorded/{path}", headers=own)[0] == 200
    assert double.asked == [f"/api/v1/{path}"]


def test_browsers_that_do_not_say_who_asks_need_the_xsrf_token(server, double):
    sign_in(server)
    double.recorded = {"/api/v1/sessions": (200, {"sessions": []})}
    double.asked.clear()
    browser, jar = browser_of(server)
    with pytest.raises(urllib.error.HTTPError):  # A page, and with pages comes the cookie.
        browser.open(f"{server.url}no-such-page", timeout=30)
    xsrf = next(cookie.value for cookie in jar if cookie.name == "_xsrf")

    def read(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"{server.url}vectorgate/recorded/sessions", headers=named)
        try:
            with browser.open(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code

    # As an image in a notebook's text does.
    assert read() == 403
    assert read(Referer=f"{server.url}lab/tree/foreign.ipynb") == 403
    assert read(X_XSRFToken="2|12345678|" + "0" * 32 + "|1700000000") == 403
    assert double.asked == []
    assert read(X_XSRFToken=xsrf) == 200
    assert double.asked == ["/api/v1/sessions"]


def test_only_authenticated_requests_with_the_xsrf_token_count(server):
    for path in ("status", "latest", "heal"):
        assert server.ask(f"vectorgate/{path}", token=False)[0] == 403
    assert server.ask("vectorgate/sign-out", {}, token=False)[0] == 403
    # A browser: signed in to Jupyter by cookie, as a page of another origin would use it.
    browser, _ = browser_of(server)
    for path in ("sign-out", "recorded/records"):
        request = urllib.request.Request(f"{server.url}vectorgate/{path}", data=b'{"query": ""}')
        with pytest.raises(urllib.error.HTTPError) as refused:
            browser.open(request, timeout=30)
        assert refused.value.code == 403
        assert "_xsrf" in refused.value.read().decode()
