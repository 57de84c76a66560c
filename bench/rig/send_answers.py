"""Posts the files of a folder over several connections: ADDRESS KEY FOLDER CONNECTIONS.

Prints one line of JSON: how long it took, the milliseconds of each request, and the fates.
"""

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def main() -> None:
    address, key, folder, connections = sys.argv[1:]
    files = iter(sorted(Path(folder).glob("*.json")))
    answers: list[tuple[float, int, bytes]] = []
    senders = [
        threading.Thread(target=_send, args=[address, key, files, answers])
        for _ in range(int(connections))
    ]
    began = time.monotonic()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    print(json.dumps({"seconds": time.monotonic() - began, **_told(answers)}))


def _send(
    address: str, key: str, files: Iterator[Path], answers: list[tuple[float, int, bytes]]
) -> None:
    place = urlsplit(address)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=120)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    for file in files:
        body = file.read_bytes()
        began = time.perf_counter()
        connection.request("POST", place.path, body, headers)
        response = connection.getresponse()
        text = response.read()
        answers.append((1_000 * (time.perf_counter() - began), response.status, text))


def _told(answers: list[tuple[float, int, bytes]]) -> dict[str, Any]:
    """Read when the load is over, so that it costs the company nothing."""
    fates: Counter[str] = Counter()
    refusal = ""
    for _, status, text in answers:
        if status == 200:
            fates.update(one["status"] for one in json.loads(text)["results"])
        else:
            fates["refused"] += 1
            refusal = refusal or text.decode()
    return {"took": [took for took, *_ in answers], "fates": fates, "refusal": refusal}


if __name__ == "__main__":
    main()
