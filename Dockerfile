# dedup in a container, as a user without rights:
#   docker build -t dedup .
#   docker run --rm -v "$PWD:/data" dedup cluster feed.jsonl
#   docker run --rm -v "$PWD:/data" -p 8465:8465 -e DEDUP_TOKEN dedup serve news.db --host 0.0.0.0
FROM python:3.13-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY pyproject.toml setup.py MANIFEST.in README.md LICENSE ./
COPY dedup dedup
RUN python -m venv /opt/dedup && /opt/dedup/bin/pip install --no-cache-dir ".[html,feeds,warc,parquet,zstd,lang,postgres,serve]"

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 dedup
COPY --from=build /opt/dedup /opt/dedup
ENV PATH=/opt/dedup/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER dedup
WORKDIR /data
EXPOSE 8465
ENTRYPOINT ["dedup"]
CMD ["--help"]
