# Each command of it was run by hand; it was never built by Docker so far.
#
#   docker build -t softcollection:1.0.0 .
#   docker run --read-only --tmpfs /tmp -v softcollection:/data -e HTTP_HOST=0.0.0.0 -p 127.0.0.1:8000:8000 softcollection:1.0.0
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund && npm run --silent bundle -- --into /out "linux-$(node -p process.arch)" && mkdir /data

# Node and what it needs: no shell, no package manager, no build tools; user 65532.
FROM gcr.io/distroless/nodejs24-debian12:nonroot
COPY --from=build /out /app
# A new volume takes the owner of this folder.
COPY --from=build --chown=65532:65532 --chmod=700 /data /data
ENV DATA_DIR=/data NODE_ENV=production
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["/nodejs/bin/node", "/app/dist/bootstrap/main.js", "health"]
ENTRYPOINT ["/nodejs/bin/node", "/app/dist/bootstrap/main.js"]
CMD ["start"]
