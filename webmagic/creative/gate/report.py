"""What the gate says about a page."""

from pydantic import BaseModel, Field, computed_field

COST = 8  # points a finding that does not refuse takes away


class Finding(BaseModel):
    """One rule the page misses. `refuses`: the page may not be published; `repairable`: writing the
    copy again can mend it, so an engine is asked once more."""

    rule: str
    place: str
    message: str
    repairable: bool = False
    refuses: bool = True


class Report(BaseModel):
    """The score card of one page, and every claim traced to the fact it comes from."""

    findings: list[Finding] = Field(default_factory=list)
    traced: list[tuple[str, str]] = Field(default_factory=list)
    weight: dict[str, int] = Field(default_factory=dict)  # compressed bytes by kind

    @computed_field  # type: ignore[prop-decorator]
    @property
    def score(self) -> int:
        cost = sum(25 if finding.refuses else COST for finding in self.findings)
        return max(0, 100 - cost)

    @property
    def is_refused(self) -> bool:
        return any(finding.refuses for finding in self.findings)

    @property
    def sentence(self) -> str:
        """The findings in one sentence for the person who reads it; empty when there are none."""
        worst = sorted(self.findings, key=lambda finding: not finding.refuses)
        if not worst:
            return ""
        more = len(worst) - 1
        tail = f" And {more} more." if more else ""
        return f"{worst[0].message}{tail}"
