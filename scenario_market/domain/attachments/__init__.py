"""Attachments: what was uploaded and to what it belongs; who may add, read and remove it is the subject's rule."""

from scenario_market.domain.attachments.models import Attachment, Evidence

__all__ = ["Attachment", "Evidence"]
