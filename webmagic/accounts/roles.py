"""What each role may do. Three roles, three permissions; nothing is granted by default."""

from enum import StrEnum

from webmagic.core.errors import Forbidden
from webmagic.models import AdminUser, Role


class Permission(StrEnum):
    READ = "read"  # look at everything
    OPERATE = "operate"  # import, scrape, generate, publish, send
    MANAGE = "manage"  # money, settings, prompts, administrators, erasing people


GRANTED: dict[str, frozenset[str]] = {
    Role.VIEWER: frozenset({Permission.READ}),
    Role.OPERATOR: frozenset({Permission.READ, Permission.OPERATE}),
    Role.OWNER: frozenset(Permission),
}


def may(user: AdminUser | None, permission: str) -> bool:
    return bool(user and user.is_active and permission in GRANTED.get(user.role, ()))


def require(user: AdminUser | None, permission: str) -> None:
    """Raises Forbidden unless `user` may do it."""
    if not may(user, permission):
        raise Forbidden("Your role does not allow this. Ask an owner.")
