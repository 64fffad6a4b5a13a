"""VectorGate for Jupyter: the server extension, the credential broker and the labextension they come with."""

__version__ = "0.1.0"


def _jupyter_labextension_paths():
    return [{"src": "labextension", "dest": "@vectorgate/jupyterlab"}]


def _jupyter_server_extension_points():
    return [{"module": "vectorgate_jupyter.server.extension"}]
