"""The environment that the product's processes are given by bin/run."""

import os
from collections.abc import Mapping

from stack import VENV
from stack.datafolder import DataFolder

# Public: it opens the sample company on the visitor's own machine.
DEMO_USER, DEMO_PASSWORD = "admin", "scents"
DEMO_API_KEY = "the-scents-company-demo-key-for-everybody-1"
ON = ("on", "true", "yes", "1", "y", "ok")  # as the settings read it
THIS_MACHINE = "localhost,127.0.0.1,[::1]"


def demo_environment(environ: Mapping[str, str], *, data: DataFolder, port: int) -> dict[str, str]:
    """What is set already stays as it is."""
    wished = {
        "DEMO": "on",
        "DEMO_PASSWORD": DEMO_PASSWORD,
        "DEMO_API_KEY": DEMO_API_KEY,
        "CLASSIC_API_ANONYMOUS": "on",
        "ALLOWED_HOSTS": THIS_MACHINE,
        "SECRET_KEY": data.secret_key(),
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    fixed = {"PORT": str(port), "DATA_DIR": str(data.path), "PYTHONUNBUFFERED": "1"}
    unset = {name: value for name, value in wished.items() if not environ.get(name)}
    return clean(environ) | unset | fixed | {"PATH": path(environ)}


def clean(environ: Mapping[str, str]) -> dict[str, str]:
    """Without what only these scripts need."""
    ours = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in environ.items() if name not in ours}


def path(environ: Mapping[str, str]) -> str:
    return os.pathsep.join([str(VENV / "bin"), environ.get("PATH", os.defpath)])


def is_demo(environ: Mapping[str, str]) -> bool:
    return environ["DEMO"].lower() in ON
