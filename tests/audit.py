"""The dependency audit of `make check`: known vulnerabilities fail it; an advisory service
that cannot be reached is said loudly and never looks like a pass."""

import subprocess
import sys

NETWORK = (
    "ConnectionError",
    "Max retries",
    "NameResolution",
    "Failed to establish",
    "Temporary failure",
    "ServiceError",
    "timed out",
    "ProxyError",
    "HTTPError",
)


def main() -> None:
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        "requirements.txt",
        "--disable-pip",
        "--timeout",
        "10",
        "--progress-spinner",
        "off",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
        said, code = done.stdout + done.stderr, done.returncode
    except subprocess.TimeoutExpired:
        said, code = "timed out", 1
    if code == 0:
        print("audit: no known vulnerabilities")
    elif any(word in said for word in NETWORK) and "Found" not in said:
        print(
            "audit: NOT DONE. The advisory service cannot be reached from here, so nothing is known.",
            file=sys.stderr,
        )
    else:
        sys.exit(said)


if __name__ == "__main__":
    main()
