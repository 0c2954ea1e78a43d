# Gatelist for a database elsewhere: DATABASE_URL is needed, there is no PostgreSQL in here.
# docs/operate/containers.md has what it wants and what it may not do.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1
# Packages first: they stay as long as the lockfile does. No script of theirs is run.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN node scripts/build.mjs
RUN node deploy/docker/gather.mjs /image

# Node's own image is a Debian with npm, yarn and headers beside; the server needs its one file.
FROM debian:12.11-slim
LABEL org.opencontainers.image.title="Gatelist" \
      org.opencontainers.image.description="API keys that only work from where their owner says." \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /image /app
# What a volume that is put here begins as: a folder of the account below, for the master secret when none is given.
RUN install -d -o 10001 -g 10001 -m 700 /var/lib/gatelist /var/lib/gatelist-database
WORKDIR /app
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    NEXT_MANUAL_SIG_HANDLE=true \
    HOME=/tmp \
    DATA_DIR=/var/lib/gatelist \
    PORT=3000
USER 10001:10001
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["node", "deploy/docker/healthcheck.mjs"]
CMD ["node", "dist/server.js"]
