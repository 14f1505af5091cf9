"""Offers and proposals in pages: those to answer, those that wait, and what waits for how long."""

from django import template

from activities import offers
from activities.reminders import offering

register = template.Library()
register.simple_tag(offers.to_answer, name="offers_to_answer")
register.simple_tag(offers.unsettled, name="unsettled_offers")
register.simple_tag(offers.of_activity, name="offers_of")
register.simple_tag(offers.declined, name="declined_offers")
register.simple_tag(offers.proposals, name="proposals_to_answer")
register.simple_tag(offers.proposal_of, name="proposal_of")
register.simple_tag(offers.may_propose, name="may_propose")
register.simple_tag(offering.explain, name="next_offer_reminder")
register.filter("waiting_for", offers.waiting_for)
