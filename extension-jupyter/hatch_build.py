"""Stops a wheel from being built without its labextension."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LabextensionPresent(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict) -> None:
        """Look for what `npm run build` makes."""
        if self.target_name != "wheel":
            return
        entry = Path(self.root, "vectorgate_jupyter", "labextension", "package.json")
        if not entry.is_file():
            raise RuntimeError(
                "vectorgate-jupyter: the labextension is not built.\n"
                "Run `npm run build` in extension-jupyter first, then install again."
            )
