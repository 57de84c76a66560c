"""The address is pinned, the certificate is still that of the name."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from messaging.webhooks.post import Answer, post
from messaging.webhooks.targets import Targets
from tests.receiver import Receiver

HERE = Targets(anywhere=True, resolve=lambda *_: ["127.0.0.1"])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For shop.example and 127.0.0.1, signed by itself; the file holds the key, too."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    names = [x509.DNSName("shop.example"), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "shop.pem"
    file.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


@pytest.fixture
def asked_for() -> list[str | None]:
    """The names that clients gave before the server showed its certificate (SNI)."""
    return []


@pytest.fixture
def shop(certificate: Path, asked_for: list[str | None]) -> Iterator[Receiver]:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    server.sni_callback = lambda _, name, __: asked_for.append(name)
    receiver = Receiver(server)
    yield receiver
    receiver.close()


def send(url: str, trusted: Path | None) -> Answer:
    tls = ssl.create_default_context(cafile=trusted)
    return partial(post, targets=HERE, tls=tls, within=2)(url, b"{}", {})


def test_the_name_is_asked_for_and_checked(
    shop: Receiver, certificate: Path, asked_for: list[str | None]
):
    answer = send(f"https://shop.example:{shop.port}/hooks", certificate)
    assert answer.status == 200, answer.error
    assert asked_for == ["shop.example"]
    assert shop.received[0].headers["Host"] == f"shop.example:{shop.port}"


def test_the_certificate_of_another_name_is_refused(shop: Receiver, certificate: Path):
    answer = send(f"https://rival.example:{shop.port}/", certificate)
    assert (answer.status, "Hostname mismatch" in answer.error) == (None, True)
    assert shop.received == []


def test_a_certificate_that_nobody_vouches_for_is_refused(shop: Receiver):
    answer = send(f"https://shop.example:{shop.port}/", None)
    assert (answer.status, "CERTIFICATE_VERIFY_FAILED" in answer.error) == (None, True)
    assert shop.received == []


def test_a_server_that_speaks_no_tls_is_an_error(receiver: Receiver):
    answer = send(f"https://shop.example:{receiver.port}/", None)
    assert answer.status is None
    assert answer.error.startswith("SSLError")
