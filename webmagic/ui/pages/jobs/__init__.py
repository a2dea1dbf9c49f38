"""What the machine does: queues, failures by cause, every job."""

from webmagic.ui.pages.jobs import view
