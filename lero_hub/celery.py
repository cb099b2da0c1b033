"""The Celery app: worker and beat start from here (`celery -A lero_hub worker`).

Nothing reads Django's settings while this module is imported: the package imports it before they are complete.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lero_hub.settings")

app = Celery("lero_hub")
app.config_from_object("lero_hub.celery_conf")
app.autodiscover_tasks()
app.steps["consumer"].add("lero_hub.runtime.worker:Heartbeats")  # loaded by the worker when it starts
