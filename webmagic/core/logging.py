"""Logs to standard error, one line an event, with secrets and tokens struck out."""

import logging
import re
import sys

_SECRETS = re.compile(
    r"(?i)((?:sk|pk)_(?:live|test)_|whsec_|re_|bearer\s+|sk-ant-|token=|password[\"'=:\s]+)[^\s\"'&,)]{6,}"
)


class Redact(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = _SECRETS.sub(r"\1…", message)
        if cleaned != message:
            record.msg, record.args = cleaned, ()
        return True


def setup(level: str = "INFO", *, name: str = "webmagic") -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        logging.Formatter(f"%(asctime)s {name} %(levelname)s %(name)s: %(message)s", "%H:%M:%S")
    )
    handler.addFilter(Redact())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in (
        "httpx",
        "httpcore",
        "arq",
        "asyncio",
        "aiosqlite",
        "multipart",
        "alembic",
        "fontTools",
        "websockets",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)
