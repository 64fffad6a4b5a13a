"""What an attempt brought back, as JSON."""

from typing import Any

import httpx
import numpy
from chromadb.api.models.Collection import Collection


def plain(value: Any) -> Any:
    """Whatever the client returned as plain data, nothing left out."""
    if isinstance(value, Collection):
        model = value.get_model()
        return {"collection": value.name, "id": str(value.id), "model": plain(dict(model))}
    if isinstance(value, httpx.Response):
        notice = value.headers.get("vectorgate-notice")
        return {"status": value.status_code, "notice": notice, "text": text_of(value)}
    if isinstance(value, numpy.ndarray):
        return value.tolist()
    if isinstance(value, numpy.generic):
        return value.item()
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)


def text_of(response: httpx.Response) -> Any:
    """The body as JSON where it is some, so that lists of numbers are found in it."""
    try:
        return response.json()
    except ValueError:
        return response.text
