"""The agents' prompts."""

import datetime as dt

from fastapi import APIRouter
from pydantic import BaseModel, Field

from webmagic import creative
from webmagic.http.api.access import Owner, Reading, Viewer, Writing
from webmagic.http.api.listing import Row

router = APIRouter(prefix="/settings", tags=["settings"])


class PromptRow(Row):
    agent: str
    version: int
    body: str
    note: str
    author: str
    is_active: bool
    created_at: dt.datetime


class NewPrompt(BaseModel):
    body: str
    note: str = Field("", max_length=200)


class Version(BaseModel):
    agent: str
    version: int


@router.get("/prompts", response_model=list[PromptRow])
async def list_prompts_in_use(user: Viewer, session: Reading):
    """The version in use, agent by agent."""
    rows = [row for agent in creative.AGENTS for row in await creative.list_prompts(session, agent)]
    return [row for row in rows if row.is_active]


@router.get("/templates/{agent}", response_model=list[PromptRow])
async def list_templates(agent: str, user: Viewer, session: Reading):
    """Every version of one agent's prompt, newest first."""
    return await creative.list_prompts(session, agent)


@router.put("/templates/{agent}")
async def save_template(agent: str, prompt: NewPrompt, user: Owner, session: Writing) -> Version:
    """A new version, in use at once."""
    number = await creative.save_prompt(session, agent, prompt.body, author=user.email, note=prompt.note)
    return Version(agent=agent, version=number)


@router.post("/templates/{agent}/{version}/use")
async def use_template(agent: str, version: int, user: Owner, session: Writing) -> Version:
    """Put an earlier version back in use."""
    await creative.use_prompt(session, agent, version)
    return Version(agent=agent, version=version)
