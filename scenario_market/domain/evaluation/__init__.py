"""Evaluation of the bids of a challenge: panel, formal check, sheets, deliberation, ranking, hints."""
