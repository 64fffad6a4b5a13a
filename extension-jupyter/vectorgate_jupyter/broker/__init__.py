"""The credential broker.

Gives short-lived tokens to this user's kernels over a Unix socket (docs/broker-protocol.md).
"""
