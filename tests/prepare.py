"""What the tests need beyond Python packages: a Chromium, the fonts and the built admin UI.

Run by `make test`. Playwright's own browser if it installs, else the system's, else one installed with apt.
Never skipped in silence: without a browser this fails and says so.
"""

import shutil
import subprocess
import sys

from webmagic.creative.deep import tools as deep_tools
from webmagic.creative.deep.browser import find_chromium
from webmagic.creative.studio import fonts
from webmagic.ui import build as ui_build

__all__ = ["find_chromium"]


def install_chromium() -> None:
    tries = [
        [sys.executable, "-m", "playwright", "install", "chromium"],
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ]
    for command in tries:
        if find_chromium() or not shutil.which(command[0]):
            continue
        print("  $", " ".join(command), flush=True)
        try:
            subprocess.run(
                command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=900
            )
        except subprocess.TimeoutExpired:
            print("    took too long")


def main() -> None:
    if not find_chromium():
        print("Installing a Chromium for the browser tests")
        install_chromium()
    if not find_chromium():
        sys.exit(
            "No Chromium: install one (for example `apt-get install chromium`) and run `make test` again."
        )
    if fonts.missing():
        print("Fetching and cutting the fonts")
        fonts.build()
    if not deep_tools.are_installed():
        print("Fetching Lighthouse, axe and the HTML validator")
        deep_tools.install()
    if not ui_build.is_built():
        print("Building the admin UI")
        ui_build.build()


if __name__ == "__main__":
    main()
