"""Shapes of single values, for whatever schema holds them."""

import marshmallow as ma

Code = ma.validate.Length(max=80)
Text = ma.validate.Length(max=20_000)
Key = ma.validate.Range(min=1, max=2**62)
Amount = ma.validate.Range(min=0, max=2**62)


def fen(**options):
    """An amount in whole fen."""
    return ma.fields.Integer(strict=True, allow_none=True, **options)


def code(**options):
    """A code, the name that means it, or null."""
    return ma.fields.String(allow_none=True, validate=Code, **options)


def codes():
    """A list of codes, or of the names that mean them."""
    return ma.fields.List(ma.fields.String(validate=Code))


def flag(**options):
    """True or false, nothing that merely looks so."""
    return ma.fields.Boolean(truthy={True}, falsy={False}, **options)
