"""Designs: four agents, a page, the gate, versions. Callers outside use these names."""

from webmagic.creative.agents.email_writer import MailBrief, MailWords
from webmagic.creative.build import Built, build_site
from webmagic.creative.changes import (
    Proposal,
    approve_change,
    decline_change,
    get_proposal,
    list_proposals,
    propose_change,
    think_change,
)
from webmagic.creative.context import context_of, render_version
from webmagic.creative.editing import (
    Changed,
    Choice,
    Choices,
    Edits,
    FactPatch,
    RevisionRefused,
    SectionChoice,
    Text,
    add_photo,
    changes_of,
    choices_of,
    diff,
    editable,
    photos_of,
    preview,
    remove_photo,
    revise,
    store_photo,
    texts_of,
    week_lines,
    week_of,
    written_in,
)
from webmagic.creative.engines import check_engine, goes_by_batch, has_claude, warm_up
from webmagic.creative.engines.claude.batches import carry_batches
from webmagic.creative.engines.claude.mailing import write_mail
from webmagic.creative.gate.factlock import check as check_claims
from webmagic.creative.growing import Sketch, draw, sketch_of
from webmagic.creative.photos import gather_photos, read_thumb
from webmagic.creative.prompts import AGENTS, list_prompts, save_prompt, seed_prompts, use_prompt
from webmagic.creative.prompts.costs import SiteCost, site_cost
from webmagic.creative.prompts.success import Record
from webmagic.creative.prompts.trying import Trial, Tried, counted, run_trial, try_out
from webmagic.creative.prompts.variants import Race, Variant, read_race, set_bandit, set_model, set_weights
from webmagic.creative.sites import (
    BuildView,
    PaneRow,
    SitePage,
    SiteRow,
    VersionRow,
    build_of,
    find_site_of,
    get_site,
    get_site_row,
    get_version,
    list_versions,
    live_builds,
    open_site,
    page_sites,
    recent_builds,
    site_stats,
)
from webmagic.creative.snapshot import display_phone, facts_of
from webmagic.creative.spending import spent
from webmagic.creative.stopping import Stopped, stop_build
from webmagic.creative.versions import use_version
from webmagic.creative.vibes import count_vibes
