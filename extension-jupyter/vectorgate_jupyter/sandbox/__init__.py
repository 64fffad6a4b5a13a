"""Recorded sessions run again: stand-ins as children of this server, by the command line `vectorgate`."""
