"""Settings of the tests: a database server of their own, no network, nothing that outlives the run.

The first process of a run starts the server and exports its address; the processes that pytest-xdist
starts inherit it. Each run has a folder of its own, so that several runs at once never meet. With
DATABASE_URL set that server is used instead.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from lero_hub.runtime.postgres import EmbeddedPostgres

if "LERO_HUB_TEST_HOME" not in os.environ:
    _owner = os.getpid()
    _home = Path(tempfile.mkdtemp(prefix="lero-hub-tests-"))
    _home.chmod(0o711)  # the server runs as another user when root runs the tests
    os.environ["LERO_HUB_TEST_HOME"] = str(_home)
    if not os.environ.get("DATABASE_URL"):
        _postgres = EmbeddedPostgres(_home / "postgres", durable=False).start()
        os.environ["DATABASE_URL"] = _postgres.url
    else:
        _postgres = None

    def _clear_away() -> None:
        if os.getpid() == _owner:  # not in a forked child
            if _postgres is not None:
                _postgres.remove()
            shutil.rmtree(_home, ignore_errors=True)

    atexit.register(_clear_away)

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
_key = "only-for-tests-" + "0" * 40
os.environ |= {
    "HOME_DIR": str(Path(os.environ["LERO_HUB_TEST_HOME"], _worker)),
    "REDIS_URL": "memory://",
    "EMAIL_URL": "memory://",
    "SECRET_KEY": _key,
    "CREDENTIAL_KEY": _key,
    "BACKUP_KEY": _key,
    "FIELD_KEYS": "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMDA=",
    "DATABASE_POOL": "false",  # the pool's own thread would outlive the test database
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
}
_OTHERS = (
    "BASE_URL CONTACT_EMAIL DEFAULT_FROM_EMAIL DEMO OPERATOR PORT SOURCE_URL STATIC_ROOT STORAGE_URL TRUSTED_PROXIES"
)
for _name in _OTHERS.split():
    os.environ.pop(_name, None)
Path(os.environ["HOME_DIR"], "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise wants to see it

from lero_hub.settings import *  # noqa: E402, F403 - the environment above must be complete first
from lero_hub.settings import STORAGES  # noqa: E402 - as above

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast: the passwords are no secrets
OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
