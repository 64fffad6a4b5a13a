"""Signing in at the gateway's OAuth face: code and PKCE, refresh with rotation, revocation.

Tokens only in memory.
"""
