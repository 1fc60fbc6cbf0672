# Insider in an image of its own: one static binary, CA roots, nothing else.
#   docker build -t insider .
#   docker run --read-only -p 8080:8080 -v insider-data:/data -e INSIDER_BASE_URL=https://podcast.example.com insider
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -tags nomsgpack -trimpath -buildvcs=false -ldflags "-s -w -X main.version=${VERSION}" -o /out/insider ./cmd/insider \
 && mkdir -p /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/insider /insider
COPY --from=build --chown=65532:65532 --chmod=700 /out/data /data
USER 65532:65532
ENV INSIDER_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["/insider", "health"]
ENTRYPOINT ["/insider"]
CMD ["serve"]
