"""bin/bench: alone it lists the benchmarks, with a name it runs one.

A benchmark is a module of this package with a function `main`; its docstring's first line says
what it measures.
"""

import ast
import sys
from importlib import import_module
from pathlib import Path

from stack import signals
from stack.console import Refusal, say
from stack.guardian import guardian

HERE = Path(__file__).parent


def main() -> int:
    known = _benchmarks()
    name, *arguments = sys.argv[1:] or [""]
    if name not in known:
        say("\n".join(f"bin/bench {key:<11} {text}" for key, text in known.items()))
        return 0 if name in ("", "-h", "--help") else 2
    return _run(name, arguments)


def _run(name: str, arguments: list[str]) -> int:
    sys.argv = [f"bin/bench {name}", *arguments]
    signals.listen()
    try:
        return import_module(f"bench.{name}").main() or 0
    except signals.Stopped:
        say("Stopped.")
        return 130
    except Refusal as refusal:
        say(f"bin/bench: {refusal}")
        return 1
    finally:
        guardian.close()


def _benchmarks() -> dict[str, str]:
    """Each benchmark's name and purpose, read without importing it."""
    found = {}
    for file in sorted(HERE.glob("[!_]*.py")):
        tree = ast.parse(file.read_text())
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            found[file.stem] = (ast.get_docstring(tree) or "").partition("\n")[0]
    return found


if __name__ == "__main__":
    sys.exit(main())
