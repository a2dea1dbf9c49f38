"""All tables, one file per noun. Importing this package fills `SQLModel.metadata`."""

from webmagic.core.ledger.table import Job, JobState, LedgerHold, Queue, ScheduleTick
from webmagic.models.accounts import AdminSession, AdminUser, Role
from webmagic.models.activity import Activity, AnalyticsSnapshot, Setting
from webmagic.models.alerts import AlertRow
from webmagic.models.businesses import Business, Stage, WebsiteState
from webmagic.models.campaigns import (
    Campaign,
    CampaignState,
    EventKind,
    Message,
    MessageEvent,
    MessageState,
    Suppression,
)
from webmagic.models.changes import ChangeState, SiteChange
from webmagic.models.coverage import CellSighting, CellState, ClippedListing, CoverageCell
from webmagic.models.cycles import Cycle
from webmagic.models.evidence import WebsiteEvidence
from webmagic.models.hits import HitKind, HitVerdict, TrackingHit
from webmagic.models.identities import SendingDomain, SendingIdentity
from webmagic.models.letters import LetterTemplate, MailPermission
from webmagic.models.listings import BusinessKey, Listing
from webmagic.models.model_calls import BatchState, CallState, ModelBatch, ModelCall
from webmagic.models.owners import OwnerLink, OwnerSession
from webmagic.models.payments import (
    Checkout,
    CheckoutState,
    Coupon,
    Customer,
    Payment,
    PaymentState,
    Reconciliation,
    Subscription,
    SubscriptionState,
    WebhookEvent,
)
from webmagic.models.prompts import PromptSetting, PromptTemplate
from webmagic.models.replies import Reply, ReplyClass, ReplyState
from webmagic.models.review import Origin, ReviewItem, ReviewLabel, RuleVersion
from webmagic.models.sites import (
    AgentRun,
    Domain,
    GeneratedSite,
    Lead,
    RunState,
    SiteStatus,
    SiteVersion,
    SiteVisit,
)
from webmagic.models.support import EntryKind, SupportTicket, TicketEntry, TicketState
from webmagic.models.territories import Territory, TerritoryState
from webmagic.models.uploads import Upload, UploadState
