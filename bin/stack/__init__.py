"""What stands around the product on one machine: its Python packages, its servers, its processes.

Everything that runs before the packages are installed (venv, run, test and what they import first)
uses the standard library only.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
