"""Moments in Dutch time: when a check-in falls due, and the hours in which nobody is disturbed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from rugwijzer.knowledge.office_hours import ZONE

from .plans import Moment, Plan, Window


def due_at(plan: Plan, moment: Moment, start: date) -> datetime:
    """When a moment of a plan falls due, in UTC: the plan's time of day on the Dutch clock.

    The clock time stays the same over the change to and from summer time. A month is a calendar
    month; the 31st becomes the last day of a shorter one.
    """
    return _utc(start + moment.after, plan.at)


def allowed(now: datetime, window: Window) -> bool:
    """Whether a message may be sent at this moment."""
    return window.start <= now.astimezone(ZONE).time() < window.end


def next_allowed(now: datetime, window: Window) -> datetime:
    """The first moment from `now` on at which a message may be sent, in UTC."""
    if allowed(now, window):
        return now.astimezone(timezone.utc)
    local = now.astimezone(ZONE)
    day = local.date() if local.time() < window.start else local.date() + timedelta(days=1)
    return _utc(day, window.start)


def dutch_date(moment: datetime) -> date:
    """The date on the Dutch calendar."""
    return moment.astimezone(ZONE).date()


def _utc(day: date, at: time) -> datetime:
    return datetime.combine(day, at, ZONE).astimezone(timezone.utc)
