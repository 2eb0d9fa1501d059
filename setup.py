"""The one step of the build that pyproject.toml cannot say: compiling the catalogs.

`locales/<lang>/LC_MESSAGES/kb.po` becomes `kb/locales/<lang>/LC_MESSAGES/kb.mo` inside the
package, so that an installed `kb` speaks its languages in any folder. Compiled catalogs are never
kept beside the sources; an editable install reads the translators' files as they are.
"""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
CATALOGS = sorted(HERE.glob("locales/*/LC_MESSAGES/kb.po"))


class BuildWithCatalogs(build_py):
    """Copies the package, and puts the compiled catalogs into the copy."""

    def run(self) -> None:
        """Build."""
        super().run()
        if not self.editable_mode:
            self._compile_catalogs()

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """All files that are built."""
        outputs: list[str] = super().get_outputs(include_bytecode)
        return outputs if self.editable_mode else [*outputs, *map(str, self._targets())]

    def _targets(self) -> list[Path]:
        folder = Path(self.build_lib, "kb", "locales")
        return [folder / path.relative_to(HERE / "locales").with_suffix(".mo") for path in CATALOGS]

    def _compile_catalogs(self) -> None:
        sys.path.insert(0, str(HERE))
        from kb.translation.compiling import compile_catalog

        if not CATALOGS:
            raise SystemExit("There are no catalogs below locales/ to put into the package.")
        for source, target in zip(CATALOGS, self._targets(), strict=True):
            data = compile_catalog(source)
            if data is None:
                raise SystemExit(f"{source} is no PO file.")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


setup(cmdclass={"build_py": BuildWithCatalogs})
