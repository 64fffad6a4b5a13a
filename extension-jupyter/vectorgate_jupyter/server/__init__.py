"""The Jupyter server extension: kernels' environment, and what the labextension asks for."""
