import asyncio
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import obstore
import pytest
from obstore.store import S3Store

from bench.fleet.stores import BUCKET, S3
from photoplay.errors import InvalidInputError
from photoplay.media.storage import CHUNK, Storage, StorageError, is_key, new_key

MEGABYTE = 1024 * 1024
ODD_KEYS = [
    "",
    "a.mp4",
    "/outputs/a.mp4",
    "outputs/../a.mp4",
    "../outputs/a.mp4",
    "outputs//a.mp4",
    "outputs/./a.mp4",
    "outputs/b/a.mp4",
    "outputs/a",
    "outputs/.mp4",
    "outputs/a.mp4\n",
    "outputs/a.mp4#1",
    "outputs/a%2f.mp4",
    "outputs\\a.mp4",
    "outputs/ä.mp4",
    "http://127.0.0.1/a.mp4",
    "file:///etc/passwd",
]


@pytest.fixture(scope="session")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a bucket on a real S3 server."""
    server = S3(tmp_path_factory.mktemp("weed"))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        try:
            server.start()
            yield f"s3://{BUCKET}/some/prefix"
        finally:
            server.stop()


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """An empty storage of either kind."""
    if request.param == "folder":
        return Storage.at(tmp_path / "a new folder" / "media")
    url: str = request.getfixturevalue("bucket")
    return Storage(f"{url}/{secrets.token_hex(4)}")


def streamed(storage: Storage, key: str, start: int, end: int) -> list[bytes]:
    async def collect() -> list[bytes]:
        return [chunk async for chunk in storage.stream(key, start, end)]

    return asyncio.run(collect())


class TestKeys:
    def test_a_new_key_cannot_be_guessed(self) -> None:
        keys = {new_key("outputs", "mp4") for _ in range(1000)}
        assert len(keys) == 1000
        assert all(re.fullmatch(r"outputs/[A-Za-z0-9_-]{43}\.mp4", key) and is_key(key) for key in keys)
        assert new_key("inputs", "jpg").startswith("inputs/")

    @pytest.mark.parametrize("key", ODD_KEYS)
    def test_nothing_else_is_a_key(self, key: str, tmp_path: Path) -> None:
        storage = Storage.at(tmp_path / "media")
        assert not is_key(key)
        with pytest.raises(ValueError, match=r"looks like outputs/name\.mp4"):
            storage.put(key, b"x", "video/mp4")
        with pytest.raises(FileNotFoundError):
            storage.read(key)
        with pytest.raises(FileNotFoundError):
            streamed(storage, key, 0, 1)
        assert storage.size(key) is None
        storage.delete([key])
        assert [path.name for path in tmp_path.iterdir()] == ["media"]


class TestBothKinds:
    def test_what_is_put_can_be_read(self, storage: Storage) -> None:
        key = new_key("outputs", "mp4")
        storage.put(key, b"a clip", "video/mp4")
        assert storage.read(key) == b"a clip"
        assert storage.size(key) == 6
        storage.put(key, b"another", "video/mp4")
        assert storage.read(key) == b"another"

    def test_empty_content(self, storage: Storage) -> None:
        storage.put("inputs/empty.png", b"", "image/png")
        assert storage.read("inputs/empty.png") == b""
        assert storage.size("inputs/empty.png") == 0

    def test_a_file_by_its_path(self, storage: Storage, tmp_path: Path) -> None:
        path = tmp_path / "clip.mp4"
        path.write_bytes(os.urandom(12 * MEGABYTE + 1))
        storage.put("outputs/clip.mp4", path, "video/mp4")
        assert storage.size("outputs/clip.mp4") == 12 * MEGABYTE + 1
        assert storage.read("outputs/clip.mp4") == path.read_bytes()

    def test_what_is_not_there(self, storage: Storage) -> None:
        assert storage.size("outputs/none.mp4") is None
        with pytest.raises(FileNotFoundError):
            storage.read("outputs/none.mp4")
        with pytest.raises(FileNotFoundError):
            streamed(storage, "outputs/none.mp4", 0, 1)

    def test_delete_minds_nothing_that_is_missing(self, storage: Storage) -> None:
        keys = [f"uploads/{number}.png" for number in range(5)]
        for key in keys[1::2]:
            storage.put(key, b"x", "image/png")
        storage.put("uploads/kept.png", b"x", "image/png")
        storage.delete(key for key in [*keys, "../odd"])
        storage.delete([])
        assert [storage.size(key) for key in [*keys, "uploads/kept.png"]] == [None] * 5 + [1]

    @pytest.mark.parametrize(("start", "end"), [(0, 1), (0, 3 * MEGABYTE), (17, 2 * MEGABYTE + 5)])
    def test_stream_gives_the_range_in_chunks(self, start: int, end: int, storage: Storage) -> None:
        content = os.urandom(3 * MEGABYTE)
        storage.put("outputs/clip.mp4", content, "video/mp4")
        chunks = streamed(storage, "outputs/clip.mp4", start, end)
        assert b"".join(chunks) == content[start:end]
        assert all(isinstance(chunk, bytes) and chunk for chunk in chunks)
        assert max(len(chunk) for chunk in chunks) <= 4 * CHUNK

    def test_older_than_gives_what_was_written_before(self, storage: Storage) -> None:
        assert storage.older_than(_now_ms()) == []
        storage.put("outputs/old.mp4", b"x", "video/mp4")
        storage.put("inputs/old.png", b"x", "image/png")
        time.sleep(2.1)  # S3 knows whole seconds only
        middle = _now_ms() - 1000
        storage.put("outputs/new.mp4", b"x", "video/mp4")
        assert sorted(storage.older_than(middle)) == ["inputs/old.png", "outputs/old.mp4"]
        assert len(storage.older_than(_now_ms() + 1000)) == 3
        assert storage.older_than(middle - 10_000) == []

    def test_a_stream_may_be_left(self, storage: Storage) -> None:
        storage.put("outputs/clip.mp4", bytes(3 * MEGABYTE), "video/mp4")

        async def first() -> bytes:
            stream = storage.stream("outputs/clip.mp4", 0, 3 * MEGABYTE)
            return await anext(aiter(stream))

        assert set(asyncio.run(first())) == {0}

    def test_check_leaves_nothing_behind(self, storage: Storage) -> None:
        storage.check()
        assert [entry for page in obstore.list(storage._store) for entry in page] == []


class TestBucket:
    def test_the_content_type_is_kept(self, bucket: str) -> None:
        Storage(f"{bucket}/types").put("outputs/clip.mp4", b"x", "video/mp4")
        store = S3Store.from_url(f"{bucket}/types", client_options={"allow_http": True})
        assert obstore.get(store, "outputs/clip.mp4").attributes == {"Content-Type": "video/mp4"}

    @pytest.mark.usefixtures("bucket")
    def test_a_bucket_that_is_not_there_fails_the_check(self) -> None:
        with pytest.raises(StorageError, match=r"^The media storage does not work: "):
            Storage("s3://nobodys/prefix").check()


class TestFolder:
    def test_a_put_is_seen_whole_or_not_at_all(self, tmp_path: Path) -> None:
        storage = Storage.at(tmp_path)
        done = threading.Event()
        contents = [letter * (9 * MEGABYTE) for letter in (b"a", b"b")]
        paths = [tmp_path / "a", tmp_path / "b"]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        storage.put("outputs/clip.mp4", contents[0], "video/mp4")

        def overwrite() -> None:
            for number in range(20):
                source = paths if number % 4 < 2 else contents
                storage.put("outputs/clip.mp4", source[number % 2], "video/mp4")
            done.set()

        writer = threading.Thread(target=overwrite)
        writer.start()
        seen = set()
        while not done.is_set():
            content = storage.read("outputs/clip.mp4")
            assert content in contents
            seen.add(content[0])
        writer.join()
        assert len(seen) == 2

    def test_what_a_killed_put_leaves_is_hidden_and_swept_after_a_day(self, tmp_path: Path) -> None:
        source = tmp_path / "source"
        with source.open("wb") as file:
            file.truncate(1024 * MEGABYTE)
        script = (
            "import sys; from pathlib import Path; from photoplay.media.storage import Storage;"
            "Storage.at(Path(sys.argv[1])).put('outputs/clip.mp4', Path(sys.argv[2]), 'video/mp4')"
        )
        folder = tmp_path / "media"
        with subprocess.Popen([sys.executable, "-c", script, str(folder), str(source)]) as child:
            _wait_for(lambda: any((folder / "outputs").glob("*")))
            child.send_signal(signal.SIGKILL)
        storage = Storage.at(folder)
        assert storage.size("outputs/clip.mp4") is None
        (left,) = (folder / "outputs").iterdir()
        assert left.name != "clip.mp4"
        storage.put("outputs/clip.mp4", b"whole", "video/mp4")
        yesterday = time.time() - 25 * 3600
        for path in (left, folder / "outputs" / "clip.mp4"):
            os.utime(path, (yesterday, yesterday))
        Storage.at(folder)
        assert [path.name for path in (folder / "outputs").iterdir()] == ["clip.mp4"]

    def test_older_than_passes_over_what_is_being_written(self, tmp_path: Path) -> None:
        storage = Storage.at(tmp_path)
        storage.put("outputs/clip.mp4", b"x", "video/mp4")
        for name in ("outputs/clip.mp4#1", "outputs/.hidden.mp4", "photo.png"):
            (tmp_path / name).write_bytes(b"x")
        assert storage.older_than(_now_ms() + 1000) == ["outputs/clip.mp4"]

    def test_a_folder_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "media").write_text("a file")
        with pytest.raises(StorageError, match=r"^The media storage does not work: "):
            Storage.at(tmp_path / "media").check()

    def test_a_folder_that_vanished_is_made_again_and_one_in_the_way_is_told(self, tmp_path: Path) -> None:
        storage = Storage.at(tmp_path / "media")
        shutil.rmtree(tmp_path / "media")
        storage.check()
        (tmp_path / "media" / "outputs").write_text("a file")
        with pytest.raises(StorageError):
            storage.put("outputs/clip.mp4", b"x", "video/mp4")

    def test_odd_folder_names(self, tmp_path: Path) -> None:
        for name in ("with space", "ümläut", "100%", "a#b", "q?x"):
            storage = Storage.at(tmp_path / name)
            storage.put("outputs/clip.mp4", b"x", "video/mp4")
            assert (tmp_path / name / "outputs" / "clip.mp4").read_bytes() == b"x"

    def test_a_process_that_has_streamed_ends_well(self, tmp_path: Path) -> None:
        Storage.at(tmp_path).put("outputs/clip.mp4", bytes(MEGABYTE), "video/mp4")
        script = (
            "import asyncio, sys; from pathlib import Path; from photoplay.media.storage import Storage\n"
            "async def go():\n"
            "    async for _ in Storage.at(Path(sys.argv[1])).stream('outputs/clip.mp4', 0, 1048576): pass\n"
            "asyncio.run(go())"
        )
        for _ in range(3):
            subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True)


@pytest.mark.parametrize(
    "url", ["", "/srv/media", "file://server/media", "http://127.0.0.1/media", "gs://films"]
)
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(
        InvalidInputError, match=r"^storage must be at file:///folder or s3://bucket/prefix\.$"
    ):
        Storage(url)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)
