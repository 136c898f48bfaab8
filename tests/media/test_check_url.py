import contextlib
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoplay.errors import InvalidInputError
from photoplay.media.fetch import check_url

LOOPBACK = (ip_network("127.0.0.0/8"),)
SPECIAL_HOSTS = """
127.0.0.1 127.0.0.1. 127.1 0x7f.1 0x7f000001 0X7F.0.0.1 2130706433 0177.1 0 0.0.0.0 10.0.0.1
169.254.169.254 127。0。0。1 localhost LOCALHOST localhost. a.localhost [::1] [::]
[::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::127.0.0.1] [2002:7f00:1::]
[fe80::1] [fd00::1] [ff02::1] [::429]
""".split()  # noqa: SIM905 - a table


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a.png?x=1#f",
        "HTTP://EXAMPLE.COM:8080/a b.png",
        "http://bücher.example/ä.jpg",
        "http://a_b.example.",
        "https://1.1.1.1/a.png",
        "https://[2606:4700:4700::1111]:443/",
    ],
)
def test_public_links_pass(url: str) -> None:
    check_url(url, "image")


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("", "begins with http"),
        ("example.com/a.png", "begins with http"),
        ("//example.com/a.png", "begins with http"),
        ("ftp://example.com/a.png", "begins with http"),
        ("file:///etc/passwd", "begins with http"),
        ("gopher://127.0.0.1/", "begins with http"),
        ("http:/127.0.0.1/", "begins with http"),
        ("http:127.0.0.1", "begins with http"),
        ("http:///a.png", "begins with http"),
        (" http://example.com/", "begins with http"),
        ("http://user@example.com/", "user name"),
        ("http://user:secret@example.com/", "user name"),
        ("http://good.example@127.0.0.1/", "user name"),
        ("http://evil.example\\@127.0.0.1/", "user name"),
        ("http://[::1", "well-formed"),
        ("http://[1.2.3.4]/", "well-formed"),
        ("http://0177.0.0.1/", "well-formed"),
        ("http://example.com:80:90/", "well-formed"),
        ("http://example.com\n/", "well-formed"),
        ("http://①②⑦.⓪.⓪.①/", "well-formed"),
        ("http://１２７.0.0.1/", "well-formed"),
        (f"http://example.com/{'a' * 70_000}", "well-formed"),
        ("http://exa mple.com/", "plain host"),
        ("http://127%2e0%2e0%2e1/", "plain host"),
        ("http://[fe80::1%25eth0]/", "plain host"),
        ("http://[2606:4700::1111%25eth0]/", "plain host"),
        ("http://example.com\\.evil/", "plain host"),
        ("http://example.com:0/", "between 1 and 65535"),
        ("http://example.com:65536/", "between 1 and 65535"),
        ("http://example.com:-1/", "between 1 and 65535"),
    ],
)
def test_what_is_no_link_is_refused(url: str, rule: str) -> None:
    with pytest.raises(InvalidInputError, match=f"^end_image must be .*{rule}"):
        check_url(url, "end_image")


@pytest.mark.parametrize("host", SPECIAL_HOSTS)
def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    for url in (f"http://{host}/a.png", f"https://{host}:8443"):
        with pytest.raises(InvalidInputError) as caught:
            check_url(url, "image")
        assert str(caught.value) == "image must be at a public address."


def test_allowed_networks() -> None:
    check_url("http://127.0.0.1:9/", "image", LOOPBACK)
    check_url("http://localhost:9/", "image", LOOPBACK)
    with pytest.raises(InvalidInputError):
        check_url("http://10.0.0.1/", "image", LOOPBACK)


@given(st.text(max_size=40) | st.from_regex(r"https?://[^/]{0,20}(:\d{0,6})?/.{0,10}", fullmatch=True))
def test_any_text_passes_or_is_refused_in_a_sentence(url: str) -> None:
    with contextlib.suppress(InvalidInputError):
        check_url(url, "image")
