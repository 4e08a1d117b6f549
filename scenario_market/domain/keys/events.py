"""Facts about the officers who hold keys in halves."""

from scenario_market.domain.events import Event


class KeyOfficerEvent(Event):
    """Base of facts about a key officer."""

    subject_kind = "key_officer"


class KeyOfficerEnrolled(KeyOfficerEvent):
    """A named officer has made his key pair.

    :param person_id: who he is.
    """

    kind = "key_officer.enrolled"
    person_id: int


class KeyOfficerRetired(KeyOfficerEvent):
    """A key officer holds halves of keys no more.

    :param person_id: who he is.
    """

    kind = "key_officer.retired"
    person_id: int


class KeyNamingEvent(Event):
    """Base of facts about the naming of a key officer; public at once, since two who hold keys can open early.

    :param person_id: who is named.
    """

    subject_kind = "key_naming"
    public = True
    person_id: int


class KeyNamingAsked(KeyNamingEvent):
    """An administrator asked for somebody to be named a key officer."""

    kind = "key_naming.asked"


class KeyNamingConfirmed(KeyNamingEvent):
    """A key officer confirmed: the person has the role, and may make his key."""

    kind = "key_naming.confirmed"


class KeyNamingWithdrawn(KeyNamingEvent):
    """An administrator took his word back, or a key officer refused."""

    kind = "key_naming.withdrawn"


class KeyNamingLapsed(KeyNamingEvent):
    """Nobody confirmed in time."""

    kind = "key_naming.lapsed"


class KeyOfficerInstalled(KeyNamingEvent):
    """The command line named one of the first two key officers: there was nobody to confirm."""

    kind = "key_naming.installed"


class PassphraseRefused(KeyOfficerEvent):
    """Somebody signed in as a key officer gave a wrong passphrase.

    :param person_id: who the officer is.
    """

    kind = "key_officer.passphrase_refused"
    person_id: int


class KeyOfficerBlocked(KeyOfficerEvent):
    """Too many wrong passphrases in a row: none of this officer is looked at for a while.

    :param person_id: who he is. :param attempts: how many. :param minutes: how long.
    """

    kind = "key_officer.blocked"
    person_id: int
    attempts: int
    minutes: int


class SharesRenewed(KeyOfficerEvent):
    """The openers shared the keys of open challenges among today's officers anew.

    :param subject_id: 0: they are about all of them.
    :param challenges: how many keys.
    """

    kind = "key_officer.shares_renewed"
    challenges: int


class KeysRenewed(Event):
    """What stood under an older key of the market was wrapped under the newest one.

    :param subject_id: 0. :param purpose: ``draft`` or ``opening``.
    :param key_id: the newest key. :param rows: how many workspaces or challenges.
    """

    kind = "key.renewed"
    subject_kind = "key"
    purpose: str
    key_id: str
    rows: int
