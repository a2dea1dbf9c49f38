"""The tree of errors. The message is always the sentence the user reads.

WebMagicError
├── Invalid         the input is wrong; says which and how           (400, exit 1)
│   └── BadSettings a setting is missing or half set                 (exit 1 at start)
├── Unauthorized    nobody is signed in, or the session has ended    (401)
├── Forbidden       signed in, but not allowed                       (403)
├── NotFound        there is no such row                             (404)
├── Conflict        somebody was first, or the state forbids it      (409)
├── Refused         our own policy says no (mail law, gate, budget)  (422)
└── VendorError     an outside service failed: `permanent`, `retry_after` say if a retry helps (502)
"""


class WebMagicError(Exception):
    status = 500


class Invalid(WebMagicError):
    status = 400


class BadSettings(Invalid):
    pass


class Unauthorized(WebMagicError):
    status = 401


class Forbidden(WebMagicError):
    status = 403


class NotFound(WebMagicError):
    status = 404


class Conflict(WebMagicError):
    status = 409


class Refused(WebMagicError):
    status = 422


class VendorError(WebMagicError):
    """`permanent`: a retry cannot help. `retry_after`: seconds the vendor asked us to wait."""

    status = 502

    def __init__(self, message: str, *, permanent: bool = False, retry_after: float | None = None):
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after


def is_permanent(error: BaseException) -> bool:
    """Whether trying the same work again is pointless."""
    if isinstance(error, VendorError):
        return error.permanent
    return isinstance(error, WebMagicError)
