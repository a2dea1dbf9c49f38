"""What may be changed on a page, as one typed request: by hand, by an owner, or by a model in their name."""

from pydantic import BaseModel, ConfigDict, Field

from webmagic.creative.facts import DayHours, Photo


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FactPatch(Request):
    """Facts as their owner states them. None leaves a fact as it is; "" or [] takes it away.
    `phone` may be written as people of the country write it."""

    name: str | None = None
    phone: str | None = None
    has_whatsapp: bool | None = None
    email: str | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    postcode: str | None = None
    address: str | None = None  # the whole in one line; made from its parts when they change and it does not
    hours: list[DayHours] | None = None
    services: list[str] | None = None
    attributes: list[str] | None = None
    description: str | None = None
    price_range: str | None = None
    photos: list[Photo] | None = None
    socials: list[str] | None = None


class Edits(Request):
    """Every field left out stays as it is. `order` and `hidden` speak of the sections between hero and
    footer: those named in `order` take their places in that order; `hidden` is the whole list."""

    texts: dict[str, str] = Field(default_factory=dict, max_length=200)  # path -> words, see `texts_of`
    order: list[str] | None = Field(default=None, max_length=20)
    hidden: list[str] | None = Field(default=None, max_length=20)
    dropped: list[str] = Field(
        default_factory=list, max_length=40
    )  # items: "voices.others.2", see `dropping`
    variants: dict[str, str] = Field(default_factory=dict, max_length=20)
    vibe: str | None = None
    palette: str | None = None  # a palette family of the vibe
    hue: float | None = Field(default=None, ge=0, le=360)
    faces: tuple[str, str] | None = None  # (display, text), a pair of the vibe
    density: str | None = None
    language: str | None = None
    facts: FactPatch | None = None

    @property
    def is_empty(self) -> bool:
        return not self.model_dump(exclude_defaults=True, exclude_none=True)
