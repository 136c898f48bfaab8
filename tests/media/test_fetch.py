import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from photoplay.media import fetch
from photoplay.media.fetch import Fetcher, MediaFetchError

if TYPE_CHECKING:
    from tests.media.conftest import NameServer, Refused, Site

LOOPBACK = (ip_network("127.0.0.0/8"),)


class TestFetchImage:
    def test_a_picture_comes_as_it_is(self, fetcher: Fetcher, site: "Site", photo: bytes) -> None:
        assert fetcher.fetch_image(site.url("/photo.png?signature=1"), "image") == photo
        (seen,) = site.seen
        assert seen.path == "/photo.png?signature=1"
        assert seen.headers["host"] == f"127.0.0.1:{site.port}"
        assert seen.headers["accept-encoding"] == "identity"

    def test_a_picture_of_unknown_length(self, fetcher: Fetcher, site: "Site", photo: bytes) -> None:
        site.pages["/no-length.png"] = photo
        assert fetcher.fetch_image(site.url("/no-length.png"), "image") == photo

    def test_ipv6(self, site6: "Site", photo: bytes) -> None:
        fetcher = Fetcher([ip_network("::1/128")])
        assert fetcher.fetch_image(site6.url("/photo.png", "[::1]"), "image") == photo
        assert site6.seen[0].headers["host"] == f"[::1]:{site6.port}"
        fetcher.close()

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "localhost"])
    def test_without_leave_nothing_private_is_asked(
        self, host: str, site: "Site", refused: "Refused"
    ) -> None:
        assert "public address" in refused(Fetcher(), site.url("/photo.png", host))
        assert site.seen == []

    def test_settings_of_the_environment_change_nothing(
        self, site: "Site", photo: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
        monkeypatch.setenv("NETRC", str(netrc))
        fetcher = Fetcher(LOOPBACK)
        assert fetcher.fetch_image(site.url("/photo.png"), "image") == photo
        assert "authorization" not in site.seen[0].headers

    @pytest.mark.parametrize("status", [204, 401, 403, 404, 410, 500, 503])
    def test_the_status_is_told(
        self, status: int, fetcher: Fetcher, site: "Site", refused: "Refused"
    ) -> None:
        link = site.url(f"/status/{status}")
        assert refused(fetcher, f"{link}?signature=secret") == (
            f"image must be reachable: {link} answered {status}. Check the link or upload the picture."
        )

    def test_a_site_that_is_asked_too_often_is_told_in_words(
        self, fetcher: Fetcher, site: "Site", refused: "Refused"
    ) -> None:
        site.redirects["/busy"] = "/status/429"
        assert "is asked too often" in refused(fetcher, site.url("/busy"))

    def test_a_long_link_is_cut(self, fetcher: Fetcher, site: "Site", refused: "Refused") -> None:
        link = site.url("/" + "a" * 5000)
        assert f"{link[:200]}... answered 404" in refused(fetcher, link)

    def test_a_link_is_told_as_it_was_sent(self, fetcher: Fetcher, site: "Site", refused: "Refused") -> None:
        link = site.url("/a%0Ab%C3%A4.png")
        assert f"{link} answered 404" in refused(fetcher, link)

    @pytest.mark.parametrize("path", ["/Timeout.png", "/my-connections/1.png", "/429.png"])
    def test_a_link_that_would_make_clients_retry_is_not_told(
        self, path: str, fetcher: Fetcher, site: "Site", refused: "Refused"
    ) -> None:
        assert "its link answered 404" in refused(fetcher, site.url(path))

    def test_what_is_no_picture_is_refused_by_its_bytes(
        self, fetcher: Fetcher, site: "Site", refused: "Refused"
    ) -> None:
        site.pages["/page.png"] = b"<!doctype html><html>Please log in</html>"
        site.pages["/moving.png"] = b"GIF89a and so on"
        site.pages["/broken.png"] = b"\x89PNG and so on"
        assert refused(fetcher, site.url("/page.png")) == "image must be a JPEG or PNG picture."
        assert refused(fetcher, site.url("/moving.png")).endswith("this is a GIF.")
        assert refused(fetcher, site.url("/broken.png"), "end_image").endswith("this one is damaged.")

    def test_too_large(self, fetcher: Fetcher, site: "Site", refused: "Refused") -> None:
        assert (
            refused(fetcher, site.url("/endless")) == "image must be at most 10 MB (10 * 1024 * 1024 bytes)."
        )

    def test_cut_short(self, fetcher: Fetcher, site: "Site", photo: bytes, refused: "Refused") -> None:
        site.pages["/cut.png"] = photo
        assert "malformed or cut short" in refused(fetcher, site.url("/cut.png"))

    def test_no_http(self, fetcher: Fetcher, site: "Site", refused: "Refused") -> None:
        assert "malformed or cut short" in refused(fetcher, site.url("/malformed"))

    @pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
    def test_a_drip_ends_with_the_deadline(
        self, path: str, fetcher: Fetcher, site: "Site", monkeypatch: pytest.MonkeyPatch, refused: "Refused"
    ) -> None:
        monkeypatch.setattr(fetch, "IMAGE_S", 0.5)
        started = time.monotonic()
        assert "did not answer in time" in refused(fetcher, site.url(path))
        assert 0.4 < time.monotonic() - started < 3

    def test_many_threads_have_each_their_own_deadline(
        self,
        fetcher: Fetcher,
        site: "Site",
        photo: bytes,
        monkeypatch: pytest.MonkeyPatch,
        refused: "Refused",
    ) -> None:
        with ThreadPoolExecutor(9) as threads:
            monkeypatch.setattr(fetch, "IMAGE_S", 1.0)
            slow = threads.submit(refused, fetcher, site.url("/drip"))
            while not site.seen:
                time.sleep(0.01)
            monkeypatch.setattr(fetch, "IMAGE_S", 20.0)
            fast = [threads.submit(fetcher.fetch_image, site.url("/photo.png"), "image") for _ in range(30)]
            assert all(future.result() == photo for future in fast)
            assert "did not answer in time" in slow.result()

    def test_nobody_listens(self, fetcher: Fetcher, refused: "Refused") -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{taken.getsockname()[1]}/a.png"
            assert refused(fetcher, url).startswith("image must be reachable: ")

    def test_no_such_host(self, fetcher: Fetcher, refused: "Refused") -> None:
        assert "http://nothing.invalid/a.png has no address" in refused(
            fetcher, "http://nothing.invalid/a.png"
        )


class TestRedirects:
    def test_five_are_followed(self, fetcher: Fetcher, site: "Site", photo: bytes) -> None:
        site.redirects |= {f"/{step}": f"{step + 1}" for step in range(1, 5)} | {"/5": site.url("/photo.png")}
        assert fetcher.fetch_image(site.url("/1"), "image") == photo
        assert len(site.seen) == 6

    def test_six_are_not(self, fetcher: Fetcher, site: "Site", refused: "Refused") -> None:
        site.redirects["/round"] = "/round"
        assert "redirected more than 5 times" in refused(fetcher, site.url("/round"))
        assert len(site.seen) == 6

    @pytest.mark.parametrize(
        ("location", "sentence"),
        [
            ("http://10.0.0.1/", "image must be at a public address"),
            ("http://169.254.169.254/latest/meta-data/", "image must be at a public address"),
            ("//[::1]/", "image must be at a public address"),
            ("http://[::ffff:127.0.0.1]/", "image must be at a public address"),
            ("http://user:secret@127.0.0.1/", "without a user name or password"),
            ("file:///etc/passwd", "begins with http"),
            ("gopher://127.0.0.1:6379/_FLUSHALL", "begins with http"),
            ("http://127.0.0.1:0/", "a port between"),
            ("http://[", "a plain host name"),
            ("http://[::1]]/", "redirected to a malformed link"),
        ],
    )
    def test_each_is_checked(
        self, location: str, sentence: str, fetcher: Fetcher, site: "Site", refused: "Refused"
    ) -> None:
        site.redirects["/away"] = location
        assert re.search(sentence, refused(fetcher, site.url("/away")))
        assert len(site.seen) == 1

    def test_a_name_is_checked_where_it_leads(
        self, fetcher: Fetcher, site: "Site", name_server: "NameServer", refused: "Refused"
    ) -> None:
        name_server("inside.example", [["10.0.0.7"]])
        site.redirects["/away"] = "https://inside.example/a.png?secret"
        assert refused(fetcher, site.url("/away")) == (
            "image must be at a public address; https://inside.example/a.png is not. "
            "Check the link or upload the picture."
        )


class TestPost:
    HEADERS = {"content-type": "application/json", "webhook-id": "1"}  # noqa: RUF012

    @pytest.mark.parametrize("status", [200, 204, 302, 404, 429, 500])
    def test_the_status_comes_back(self, status: int, fetcher: Fetcher, site: "Site") -> None:
        assert fetcher.post(site.url(f"/status/{status}"), b'{"id":"1"}', self.HEADERS) == status
        (seen,) = site.seen
        assert (seen.method, seen.body) == ("POST", b'{"id":"1"}')
        assert seen.headers["webhook-id"] == "1"
        assert seen.headers["content-type"] == "application/json"

    def test_no_redirect_is_followed(self, fetcher: Fetcher, site: "Site") -> None:
        site.redirects["/away"] = site.url("/photo.png")
        assert fetcher.post(site.url("/away"), b"{}", self.HEADERS) == 302
        assert len(site.seen) == 1

    def test_an_endless_answer_is_not_read(self, fetcher: Fetcher, site: "Site") -> None:
        started = time.monotonic()
        assert fetcher.post(site.url("/drip"), b"{}", self.HEADERS) == 200
        assert time.monotonic() - started < 3

    def test_refusals_are_sentences(
        self, fetcher: Fetcher, site: "Site", monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(MediaFetchError, match=r"^webhook must be at a public address\.$"):
            fetcher.post("http://10.0.0.1/hook", b"{}", self.HEADERS)
        monkeypatch.setattr(fetch, "POST_S", 0.3)
        with pytest.raises(MediaFetchError, match=r"did not answer in time\. Check the address\.$"):
            fetcher.post(site.url("/drip-headers"), b"{}", self.HEADERS)
