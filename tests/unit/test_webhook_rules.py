"""Signatures, targets and retries of webhooks, without a network."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from email.message import Message

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from messaging.webhooks.backoff import DELAYS, MOST_ATTEMPTS, next_attempt
from messaging.webhooks.sealing import seal, unseal
from messaging.webhooks.signing import new_secret, signed_headers
from messaging.webhooks.targets import Targets, UnsafeTarget, is_public, parsed
from tests.receiver import Received, is_genuine

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def request(headers: dict[str, str], body: bytes) -> Received:
    message = Message()
    for name, value in headers.items():
        message[name] = value
    return Received("POST", "/", message, body)


def test_the_known_answer_of_standard_webhooks():
    """The vector of the reference libraries' test suites."""
    headers = signed_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        body=b'{"test": 2432232314}',
        seconds=1614265330,
        secrets=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@given(st.text(), st.integers(0, 2**33))
def test_a_receiver_knows_its_own_messages_and_no_others(text: str, seconds: int):
    body, secret = text.encode("utf-8", "replace"), new_secret()
    sent = request(signed_headers("msg_1", body=body, seconds=seconds, secrets=[secret]), body)

    assert is_genuine(sent, secret, now=seconds)
    assert not is_genuine(sent, new_secret(), now=seconds)
    assert not is_genuine(sent, secret, now=seconds + 301), "an old message is no new one"
    sent.body += b" "
    assert not is_genuine(sent, secret, now=seconds)


def test_with_two_secrets_either_is_enough():
    old, new = new_secret(), new_secret()
    sent = request(signed_headers("msg_1", body=b"{}", seconds=9, secrets=[new, old]), b"{}")
    assert is_genuine(sent, old, now=9)
    assert is_genuine(sent, new, now=9)


def test_a_secret_has_32_random_bytes():
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32


def test_a_sealed_secret_opens_only_with_the_key_or_its_successor(settings):
    secret = new_secret()
    sealed = seal(secret)
    assert secret.removeprefix("whsec_") not in sealed
    assert unseal(sealed) == secret

    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key"
    with pytest.raises(InvalidToken):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed) == secret


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111"])
def test_public_addresses_are_taken(address: str):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str):
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_gets_in_by_an_ipv6_disguise(address):
    number = int(address)
    for disguise in (f"::ffff:{address}", f"::{address}", f"64:ff9b::{address}"):
        assert not is_public(disguise)
    assert not is_public(f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/hooks",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "http://example.com/",
        "https://",
        "https:///hooks",
        "https://:443/",
        "https://ann:secret@example.com/",
        "https://@example.com/",
        "https://example.com/#part",
        "https://example.com/#",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://example.com:x/",
        "https://exam ple.com/",
        "https://example.com/\r\nX: y",
        "https://example.com\\@127.0.0.1/",
        "https://exämple.com/",
        "https://[::1/",
        "https://example.com/\x00",
        f"https://example.com/{'x' * 2000}",
        f"https://{'x' * 254}/",
    ],
)
def test_urls_that_are_no_target(url: str):
    with pytest.raises(UnsafeTarget):
        parsed(url, plain_http=False)


def test_a_url_is_taken_apart():
    target = parsed("https://Example.com:8443/a/b?c=d", plain_http=False)
    assert (target.host, target.port, target.path) == ("example.com", 8443, "/a/b?c=d")
    assert parsed("https://example.com", plain_http=False).path == "/"
    assert parsed("http://[::1]", plain_http=True).port == 80


def test_one_private_address_among_public_ones_spoils_them_all():
    targets = Targets(anywhere=False, resolve=lambda *_: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(UnsafeTarget, match="not public"):
        targets.checked("https://example.com/")


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "0"])
def test_other_spellings_of_this_machine_are_this_machine(host: str):
    with pytest.raises((UnsafeTarget, OSError)):
        Targets(anywhere=False).checked(f"https://{host}/")


@pytest.mark.parametrize("host", ["..", f"{'x' * 64}.example", "no-such-host.invalid"])
def test_a_host_that_cannot_be_is_not_found(host: str):
    with pytest.raises(OSError):
        Targets(anywhere=True).checked(f"https://{host}/")


def test_delays_grow_and_then_it_has_failed():
    due = [next_attempt(n, now=NOW, jitter=0.0) for n in range(1, MOST_ATTEMPTS + 1)]
    assert due == [*(NOW + delay for delay in DELAYS), None]


def test_jitter_only_lengthens():
    assert next_attempt(1, now=NOW, jitter=1.0) == NOW + timedelta(seconds=6)


@pytest.mark.parametrize(
    ("wish", "delay"),
    [
        ("120", timedelta(seconds=120)),
        ("3", timedelta(seconds=5)),
        ("86400", timedelta(hours=1)),
        ("9" * 400, timedelta(hours=1)),
        ("Tue, 01 Jan 2030 00:10:00 GMT", timedelta(minutes=10)),
        ("Mon, 01 Jan 2020 00:00:00 GMT", timedelta(seconds=5)),
        ("-5", timedelta(seconds=5)),
        ("soon", timedelta(seconds=5)),
        ("²", timedelta(seconds=5)),
        ("", timedelta(seconds=5)),
    ],
)
def test_the_receivers_wish_is_respected_up_to_an_hour(wish: str, delay: timedelta):
    assert next_attempt(1, now=NOW, retry_after=wish, jitter=0.0) == NOW + delay
