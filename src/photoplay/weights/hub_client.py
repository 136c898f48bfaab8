"""Downloads one file from the Hugging Face hub, as a process of its own: ``hub_client.py REPO PATH SHA256``.

A process can be stopped while it connects, which a thread cannot. The file lands in the working folder.
The last line on stderr says what went wrong, and the exit status whether the hub could be reached at all.
"""

import sys

from huggingface_hub import constants, get_hf_file_metadata, hf_hub_download, hf_hub_url
from huggingface_hub.errors import HfHubHTTPError

CONNECT_S = 3
REFUSED, UNREACHABLE = 1, 75


def main(repo: str, path: str, sha256: str) -> int:
    """Download ``path`` of ``repo`` unless the hub already announces another hash; return the exit status."""
    # Progress is read from the growth of the file, which 10 MB blocks would make jerky.
    constants.DOWNLOAD_CHUNK_SIZE = 1 << 18
    try:
        # One quick look first: the download itself retries an unreachable hub for half a minute.
        offered = get_hf_file_metadata(hf_hub_url(repo, path), token=False, timeout=CONNECT_S)
        if offered.etag and len(offered.etag) == 64 and offered.etag != sha256:
            return _give_up(f"it offers sha256 {offered.etag}, expected {sha256}", REFUSED)
        hf_hub_download(
            repo, path, revision=offered.commit_hash, local_dir=".", token=False, etag_timeout=CONNECT_S
        )
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
