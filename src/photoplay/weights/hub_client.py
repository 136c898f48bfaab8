"""Downloads from the Hugging Face hub, as a process of its own: one file of a known hash, or files of a repository.

``hub_client.py file REPO PATH SHA256`` or ``hub_client.py folder REPO PATTERN...``

A process can be stopped while it connects, which a thread cannot. The files land in the working folder, where a later
run goes on with what is not whole. The last line on stderr says what went wrong, and the exit status whether the hub
could be reached at all.
"""

import sys
from collections.abc import Callable

from huggingface_hub import (
    HfApi,
    constants,
    get_hf_file_metadata,
    hf_hub_download,
    hf_hub_url,
    snapshot_download,
)
from huggingface_hub.errors import HfHubHTTPError

CONNECT_S = 3
REFUSED, UNREACHABLE = 1, 75
SIDE_BY_SIDE = 4
"""Files of a repository fetched at a time."""


class RefusedError(Exception):
    """The hub offers another file."""


def fetch_file(repo: str, path: str, sha256: str) -> None:
    """Download ``path`` of ``repo`` unless the hub already announces another hash."""
    # One quick look first: the download itself retries an unreachable hub for half a minute.
    offered = get_hf_file_metadata(hf_hub_url(repo, path), token=False, timeout=CONNECT_S)
    if offered.etag and len(offered.etag) == 64 and offered.etag != sha256:
        raise RefusedError(f"it offers sha256 {offered.etag}, expected {sha256}")
    hf_hub_download(
        repo, path, revision=offered.commit_hash, local_dir=".", token=False, etag_timeout=CONNECT_S
    )


def fetch_folder(repo: str, *patterns: str) -> None:
    """Download what matches ``patterns`` of the newest version of ``repo``, but what is there."""
    commit = HfApi(token=False).model_info(repo, timeout=CONNECT_S).sha
    snapshot_download(
        repo,
        revision=commit,
        local_dir=".",
        token=False,
        allow_patterns=list(patterns),
        max_workers=SIDE_BY_SIDE,
    )


FETCH: dict[str, Callable[..., None]] = {"file": fetch_file, "folder": fetch_folder}


def main(kind: str, *wanted: str) -> int:
    """Download what is ``wanted``; return the exit status."""
    # Progress is read from the growth of files, which 10 MB blocks would make jerky.
    constants.DOWNLOAD_CHUNK_SIZE = 1 << 18
    try:
        FETCH[kind](*wanted)
    except RefusedError as error:
        return _give_up(str(error), REFUSED)
    except HfHubHTTPError as error:
        return _give_up(f"the hub refused it ({error})", REFUSED)
    except Exception as error:  # the HTTP library beneath, and so its errors, differs between hub versions
        return _give_up(f"the hub did not answer ({error})", UNREACHABLE)
    return 0


def _give_up(reason: str, status: int) -> int:
    print(" ".join(reason.split()), file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
