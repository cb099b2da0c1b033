"""Whose hands an account is in when its address is confirmed.

Anybody can open an account, or ask to change one, to an address that is not theirs, and choose its password. If the
reader of that address confirms it, the stranger's account would carry their name. So the link alone is not enough: it
takes whoever knows the password too.
"""

from allauth.account.internal.stagekit import unstash_login
from allauth.account.stages import EmailVerificationStage, LoginStageController
from django.http import HttpRequest

from lero_hub.accounts.models import User


def is_known_here(request: HttpRequest, user: User) -> bool:
    """Tell whether this browser is signed in as a person, or gave their password and waits for the address alone."""
    if request.user.is_authenticated:
        return bool(request.user.pk == user.pk)
    # A browser that waits for a code has shown nothing yet: only the stage after the password counts.
    if LoginStageController.enter(request, EmailVerificationStage.key) is None:
        return False
    login = unstash_login(request, peek=True)
    return login is not None and login.user is not None and bool(login.user.pk == user.pk)
