"""How the web is served. PORT, BIND and WEB_PROCESSES change it; the rest was measured (docs/performance.md)."""

import logging
import os
import re
import socket


def addresses() -> list[str]:
    """BIND when given; else this machine only, in both families, since `localhost` may mean either."""
    port = os.environ.get("PORT", "8000")
    given = os.environ.get("BIND")
    if given:
        return [f"{given}:{port}"]
    return [f"127.0.0.1:{port}", *([f"[::1]:{port}"] if speaks_ipv6() else [])]


def speaks_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


class WithoutLinks(logging.Filter):
    """A link opens a door, so no log line keeps one (promise 3): every long part of a path goes."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = re.sub(r"/[\w=:.-]{20,}", "/…", record.getMessage()), ()
        return True


def on_starting(server: object) -> None:
    logging.getLogger("gunicorn.error").addFilter(WithoutLinks())


bind = addresses()
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = 4
timeout = 60
graceful_timeout = 20
keepalive = 5
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
# The heartbeat of each worker, kept off the disk where that is possible.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # nosec B108
