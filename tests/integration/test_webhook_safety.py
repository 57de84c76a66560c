"""What a receiver, a name service or a thief might try with webhooks."""

from __future__ import annotations

import socket
import threading
from typing import Any
from uuid import uuid4

import pytest

from messaging.webhooks.post import EXCERPT
from messaging.webhooks.targets import Targets
from tests.receiver import Receiver, Reply
from tests.webhook_desk import Desk, the_message

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_redirect_is_not_followed(desk: Desk, receiver: Receiver):
    desk.register(receiver.url)
    desk.queue()
    receiver.replies.append(Reply(307, {"Location": f"http://127.0.0.1:{receiver.port}/other"}))

    assert desk.drain() == 0

    assert [request.path for request in receiver.received] == ["/hooks?shop=1"]
    assert the_message().last_status == 307


def test_who_does_not_answer_in_time_is_tried_again(desk: Desk, receiver: Receiver):
    desk.register(receiver.url)
    desk.queue()
    receiver.open.clear()
    assert desk.drain(within=0.1) == 0
    assert "TimeoutError" in the_message().last_error


def test_bytes_that_trickle_in_do_not_stretch_the_time(desk: Desk):
    with _trickling() as url:
        desk.register(url)
        desk.queue()
        assert desk.drain(within=0.3) == 0
    message = the_message()
    assert "TimeoutError" in message.last_error
    assert message.duration < 1


def _trickling() -> Any:
    """A server that sends a header for ever, a byte at a time."""
    return _Trickle()


class _Trickle:
    def __enter__(self) -> str:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/"

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        client, _ = self._socket.accept()
        with client:
            client.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not self._over.wait(0.02):
                try:
                    client.sendall(b"x")
                except OSError:
                    return


def test_of_a_long_answer_little_is_kept(desk: Desk, receiver: Receiver):
    desk.register(receiver.url)
    desk.queue()
    receiver.replies.append(Reply(200, body=b"a\x00\xff" * 1_000_000))
    assert desk.drain() == 1
    assert len(the_message().excerpt) == EXCERPT


def test_headers_without_end_are_not_read_to_the_end(desk: Desk, receiver: Receiver):
    desk.register(receiver.url)
    desk.queue()
    receiver.replies.append(Reply(200, {f"X-{n}": "x" * 1_000 for n in range(200)}))
    assert desk.drain() == 1, "http.client itself gives up after 100"
    assert the_message().excerpt == ""


def test_an_answer_that_is_no_http_is_tried_again(desk: Desk):
    server = socket.create_server(("127.0.0.1", 0))

    def babble() -> None:
        client, _ = server.accept()
        client.sendall(b"hello\x00\r\n\r\n")
        client.recv(65536)
        client.close()

    thread = threading.Thread(target=babble)
    thread.start()
    desk.register(f"http://127.0.0.1:{server.getsockname()[1]}/")
    desk.queue()
    assert desk.drain() == 0
    thread.join()
    server.close()
    assert the_message().state == "pending"
    assert "BadStatusLine" in the_message().last_error


def test_a_secret_that_cannot_be_read_is_an_error_of_the_attempt(
    desk: Desk, receiver: Receiver, settings: Any
):
    desk.register(receiver.url)
    desk.queue()
    settings.SECRET_KEY = f"another key {uuid4()}"
    assert desk.drain() == 0
    assert "InvalidToken" in the_message().last_error
    assert receiver.received == []


def test_a_private_address_is_refused_when_it_is_delivered_to(desk: Desk, receiver: Receiver):
    desk.register(f"https://127.0.0.1:{receiver.port}/")
    desk.queue()
    assert desk.drain(targets=Targets(anywhere=False)) == 0
    assert receiver.received == []
    assert "not public" in the_message().last_error


def test_a_name_that_turns_private_after_registration_is_refused(desk: Desk, receiver: Receiver):
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    targets = Targets(anywhere=False, resolve=lambda *_: answers.pop(0))
    url = f"https://shop.example:{receiver.port}/"
    targets.checked(url)  # at registration
    desk.register(url)
    desk.queue()

    assert desk.drain(targets=targets) == 0

    assert receiver.received == []
    assert "not public" in the_message().last_error


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to(
    desk: Desk, receiver: Receiver
):
    """Rebinding between check and use cannot win: there is no second question."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    desk.register(f"http://shop.invalid:{receiver.port}/")
    desk.queue()
    assert desk.drain(targets=Targets(anywhere=True, resolve=resolve)) == 1
    assert asked == ["shop.invalid"]
    assert receiver.received[0].headers["Host"] == f"shop.invalid:{receiver.port}"


def test_an_address_that_does_not_answer_is_passed_over(desk: Desk, receiver: Receiver):
    desk.register(f"http://shop.invalid:{receiver.port}/")
    desk.queue()
    addresses = ["127.0.0.9", "127.0.0.1"]
    assert desk.drain(targets=Targets(anywhere=True, resolve=lambda *_: addresses)) == 1


def test_proxies_of_the_environment_are_ignored(
    desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    desk.register(receiver.url)
    desk.queue()
    assert desk.drain() == 1
