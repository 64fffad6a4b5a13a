"""A Python environment for one version of one client, made once and kept in the repository's cache."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CACHE = Path(__file__).parents[3] / ".vectorgate" / "contract"


def python_with(requirements: tuple[str, ...], said=print) -> str:
    """The interpreter of an environment that holds these packages."""
    folder = CACHE / requirements[0].replace("==", "-")
    stamp = folder / "requirements"
    interpreter = folder / "bin" / "python"
    wanted = "\n".join(requirements)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        said(f"pip install {' '.join(requirements)}")
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)], check=True)
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "--python", str(interpreter), "install", "-q", "--no-input"),
                *("--disable-pip-version-check", *requirements),
            ],
            check=True,
        )
        stamp.write_text(wanted, encoding="utf-8")
    return str(interpreter)
