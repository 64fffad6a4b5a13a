"""The kernel shim: carries a signed-in person's identity to the gateway, for unchanged notebooks.

Standard library only, Python 3.9 and later, no threads. It is a convenience and not the boundary: the
boundary is that only the gateway holds the stores' credentials and the network path to them.

Loaded by ``startup/sitecustomize.py``, whose folder stands in front of ``PYTHONPATH``. The folder holds
nothing else, so nothing of ours can be imported by accident; this package is found by its place beside that
folder.
"""
