"""People. Staff of the parties are the only register the portal keeps."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.clock import now
from collab.history import keep_versions

from .recorded import Public


class UserManager(BaseUserManager):
    def create_user(self, email, *, name, password=None, **fields):
        """Make a person who can log in by a code to the address, or by the password when one is given."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


@keep_versions(exclude=["password", "last_login", "last_seen_at"])
class User(Public, AbstractBaseUser):
    """A person. What a person may do follows from memberships alone: no groups, no permissions, no superusers."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("title"), max_length=120, blank=True)
    phone = models.CharField(_("work phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True, choices=settings.LANGUAGES)
    has_shortcuts = models.BooleanField(
        _("use keyboard shortcuts"),
        default=True,
        help_text=_("Single keys such as / and j; ? shows them all."),
    )
    is_active = models.BooleanField(default=True)
    # Looks after the installation; has no party and sees no party's data.
    is_technical = models.BooleanField(default=False)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # Since when mails to the address come back; None while they arrive.
    bouncing_since = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name"]
        default_permissions = ()

    def __str__(self):
        return self.name

    def may_sign_in(self):
        """True for whoever acts for some party today, or looks after the installation."""
        return self.is_active and (self.is_technical or self.memberships.in_force().exists())

    def note_bounce(self):
        """Remember that mails to the address come back; recorded where the person acts."""
        if User.objects.filter(pk=self.pk, bouncing_since=None).update(bouncing_since=now()):
            for membership in self.memberships.in_force():
                membership.record("mail_bounced", by=None)

    def note_arrival(self):
        """Forget that mails came back, now that the person has been here."""
        if User.objects.filter(pk=self.pk).exclude(bouncing_since=None).update(bouncing_since=None):
            for membership in self.memberships.in_force():
                membership.record("mail_arrives", by=membership)

    @property
    def first_name(self):
        return self.name.split()[0]

    @property
    def initials(self):
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
