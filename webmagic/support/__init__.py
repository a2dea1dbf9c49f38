"""Support tickets of customers."""

from webmagic.support.tickets import TicketRow, answer, close, get_ticket, open_ticket, page_tickets
