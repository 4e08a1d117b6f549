"""The channels of one process, as the settings name them."""

from dataclasses import dataclass

from scenario_market.channels.mail import FileMailer, Mailer, SmtpMailer
from scenario_market.channels.sms import (
    HttpGateway,
    RecordingGateway,
    SmsCodeSender,
    SmsGateway,
    SmsInvitationSender,
    Template,
)
from scenario_market.domain.city import City
from scenario_market.settings import Settings


@dataclass(frozen=True)
class Post:
    """Everything that carries a message out of the product."""

    mailer: Mailer
    gateway: SmsGateway


def open_post(settings: Settings) -> Post:
    """The configured channels; where one is not configured, what it would send is kept in ``data_dir``."""
    return Post(mailer=_mailer(settings), gateway=_gateway(settings))


def _mailer(settings: Settings) -> Mailer:
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, sender=settings.mail_from)
    return FileMailer(settings.data_dir / "mail")


def _gateway(settings: Settings) -> SmsGateway:
    if settings.sms_url:
        return HttpGateway(settings.sms_url)
    return RecordingGateway(settings.data_dir / "sms")


def code_sender(settings: Settings, city: City) -> SmsCodeSender:
    """What sends one-time codes, for the web process."""
    template = Template(city.policy["sms"]["templates"]["sign_in_code"])
    return SmsCodeSender(_gateway(settings), template)


def invitation_sender(settings: Settings, city: City) -> SmsInvitationSender:
    """What sends invitations to act for an organisation, by the city's template."""
    template = Template(city.policy["sms"]["templates"]["invitation"])
    return SmsInvitationSender(_gateway(settings), template)
