"""What goes wrong with a request, in the terms of HTTP: a status, what is wrong and what to do, and where."""

import logging

from dedup.errors import DedupError, LockedError, RecordError, SettingsError, StoreError
from dedup.server.lanes import BusyError

_log = logging.getLogger("dedup")


class RequestError(DedupError):
    """A request that is not answered as it was asked: the status, what is wrong and what to do, and where."""

    def __init__(self, status: int, detail: str, where: str, **headers: str) -> None:
        super().__init__(detail)
        self.status = status
        self.where = where
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def request_error(problem: Exception, path: str) -> RequestError:
    """What a client is told of an error."""
    if isinstance(problem, RequestError):
        return problem
    if isinstance(problem, BusyError | LockedError):
        return RequestError(503, str(problem), path, Retry_After="1")
    if isinstance(problem, StoreError):
        _log.error("%s: %s", path, problem)
        return RequestError(
            503, "the index does not answer; the server's log says why", path, Retry_After="5"
        )
    if isinstance(problem, RecordError):
        return RequestError(422, problem.problem, problem.place)
    if isinstance(problem, SettingsError):
        return RequestError(400, str(problem), path)
    if isinstance(problem, DedupError):
        return RequestError(422, str(problem), path)
    _log.error("%s: %s: %s", path, type(problem).__name__, problem, exc_info=_log.isEnabledFor(logging.DEBUG))
    return RequestError(
        500, "a fault of the server, which its log names; other requests are not affected", path
    )
