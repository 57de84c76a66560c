"""bin/run: from a bare machine to the running product, in the order in which it happens.

Environment: PORT, DATA_DIR; DATABASE_URL, REDIS_URL, EMAIL_URL to use other servers than the
embedded ones; and all that the product itself reads.
"""

import os
import sys
from collections.abc import Mapping

from stack import ROOT, ports, procfile, signals, venv
from stack.console import Refusal, say
from stack.datafolder import DataFolder
from stack.environment import DEMO_USER, demo_environment, is_demo
from stack.parts import start_parts
from stack.processes import Child, run_to_end
from stack.readiness import wait_until_ready
from stack.supervisor import Supervisor


def main() -> int:
    signals.listen()
    try:
        return _run()
    except signals.Stopped:
        say("Stopped.")
        return 0
    except Refusal as refusal:
        say(f"bin/run: {refusal}")
        return 1


def _run() -> int:
    if sys.argv[1:]:
        raise Refusal("it takes no arguments; it is set by the environment (see README.md).")
    port = ports.web_port(os.environ)
    data = DataFolder.named_by(os.environ)
    with data.locked():
        ports.require_free(port)
        venv.ensure("requirements.txt")
        venv.enter("stack.run")
        _serve(data, port)
    return 0


def _serve(data: DataFolder, port: int) -> None:
    commands = procfile.read(ROOT / "Procfile")
    env = demo_environment(os.environ, data=data, port=port)
    with Supervisor() as supervisor:
        env |= start_parts(supervisor, data=data, environ=os.environ)
        _prepare(commands.pop(procfile.RELEASE, "true"), env=env, with_samples=is_demo(env))
        for name, command in commands.items():
            supervisor.keep(procfile.process(name, command, env=env))
        wait_until_ready(supervisor, port=port)
        say(_ready_line(env))
        while True:
            supervisor.look_after(seconds=1)


def _prepare(release: str, *, env: Mapping[str, str], with_samples: bool) -> None:
    say("Preparing the database")
    steps = [procfile.step("release", release, env=env)]
    if with_samples:
        steps.append(Child("samples", ["python", "manage.py", "load_sample_company"], env=env))
    for step in steps:
        if (code := run_to_end(step)) != 0:
            raise Refusal(f"the step {step.name!r} failed with code {code} (see above).")


def _ready_line(env: Mapping[str, str]) -> str:
    web = f"http://127.0.0.1:{env['PORT']}"
    login = f" (login {DEMO_USER} / {env['DEMO_PASSWORD']})" if is_demo(env) else ""
    places = [f"shop API {web}/", f"back office {web}/admin/{login}"]
    if "MAILBOX_URL" in env:
        places.append(f"mails {env['MAILBOX_URL']}/")
    return f"Ready: {' · '.join(places)}"


if __name__ == "__main__":
    sys.exit(main())
