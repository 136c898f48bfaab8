from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trustme

from photoplay.media.fetch import Fetcher

if TYPE_CHECKING:
    from tests.media.conftest import NameServer, Refused, Site

LOOPBACK = (ip_network("127.0.0.0/8"),)


def test_a_name_is_looked_up_once(
    fetcher: Fetcher, site: "Site", photo: bytes, name_server: "NameServer", refused: "Refused"
) -> None:
    asked = name_server("rebinding.example", [["127.0.0.1"], ["10.0.0.1"]])
    url = site.url("/photo.png", "rebinding.example")
    assert fetcher.fetch_image(url, "image") == photo
    assert asked.count("rebinding.example") == 1
    assert "public address" in refused(fetcher, url)


@pytest.mark.parametrize("addresses", [["127.0.0.1", "10.0.0.1"], ["192.168.1.1", "127.0.0.1"]])
def test_one_bad_address_spoils_the_others(
    addresses: list[str], fetcher: Fetcher, site: "Site", name_server: "NameServer", refused: "Refused"
) -> None:
    name_server("mixed.example", [addresses])
    assert "public address" in refused(fetcher, site.url("/photo.png", "mixed.example"))
    assert site.seen == []


def test_the_next_address_stands_in_for_a_dead_one(
    fetcher: Fetcher, site: "Site", photo: bytes, name_server: "NameServer"
) -> None:
    name_server("two.example", [["127.0.0.2", "127.0.0.1"]])
    assert fetcher.fetch_image(site.url("/photo.png", "two.example"), "image") == photo


def test_tls_asks_for_the_host_by_name(
    secure_site: "Site",
    authority: trustme.CA,
    photo: bytes,
    name_server: "NameServer",
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    refused: "Refused",
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    trusting = Fetcher(LOOPBACK)
    name_server("studio.test", [["127.0.0.1"]])
    url = secure_site.url("/photo.png", "studio.test", "https")
    assert trusting.fetch_image(url, "image") == photo
    other = secure_site.url("/photo.png", "127.0.0.1", "https")
    assert "has no valid certificate" in refused(trusting, other)


def test_tls_where_none_is_spoken(fetcher: Fetcher, site: "Site", refused: "Refused") -> None:
    assert "does not answer over https" in refused(fetcher, site.url("/photo.png", scheme="https"))


def test_tls_needs_a_certificate_that_is_trusted(
    fetcher: Fetcher, secure_site: "Site", name_server: "NameServer", refused: "Refused"
) -> None:
    name_server("studio.test", [["127.0.0.1"]])
    url = secure_site.url("/photo.png", "studio.test", "https")
    assert "has no valid certificate" in refused(fetcher, url)
    assert secure_site.seen == []
