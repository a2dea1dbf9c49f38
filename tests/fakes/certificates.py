"""Certificates that nobody but their test trusts."""

import subprocess
from pathlib import Path


def make_certificate(folder: Path, hosts: list[str], days: int = 2) -> Path:
    """`cert.pem` and `key.pem` in the folder, and both in `both.pem`."""
    names = ",".join(f"DNS:{host}" for host in hosts or ["nobody.example"])
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-days", str(days),
         "-subj", "/CN=local web", "-addext", f"subjectAltName={names}"],
        check=True, capture_output=True,
    )  # fmt: skip
    (folder / "both.pem").write_text((folder / "cert.pem").read_text() + (folder / "key.pem").read_text())
    return folder
