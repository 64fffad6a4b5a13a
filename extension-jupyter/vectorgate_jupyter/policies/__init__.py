"""What policies need of the Jupyter server's machine: git, checkpoints, and a key that signs."""
