#!/usr/bin/env bash
# Builds the image of all services with buildah or Docker.
#
#   deploy/image/build.sh [OPTION...]
#
#   --tag NAME:TAG      what the image is called (tutti:VERSION)
#   --base IMAGE        what it stands on (eclipse-temurin:25-jre); pin it by digest for a release
#   --local-base        where no registry can be reached: makes the base of Debian's packages and the
#                       JDK 25 of JAVA_25_HOME (needs root, mmdebstrap and buildah)
#   --with buildah|docker
#                       what builds it (the first of them that is there)
#   --context-only DIR  only puts together there what the image is built of
#   --if-possible       exits with 0 and says why where it cannot be built
set -euo pipefail

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$home/pom.xml" | head -1)
time=$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</project.*|\1|p' "$home/pom.xml")
tag=tutti:$version
base=eclipse-temurin:25-jre
local_base=
builder=
context_only=
if_possible=

fail() {
  echo "build.sh: $*" >&2
  exit 1
}

# Something that this machine does not have.
lacks() {
  [ -n "$if_possible" ] || fail "$*"
  echo "build.sh: skipped: $*"
  echo "0 built, 1 skipped"
  exit 0
}

usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; }

while [ $# -gt 0 ]; do
  case $1 in
    --tag | --base | --with | --context-only) [ $# -gt 1 ] || fail "$1 needs a value" ;;
  esac
  case $1 in
    --tag) tag=$2; shift ;;
    --base) base=$2; shift ;;
    --local-base) local_base=yes ;;
    --with) builder=$2; shift ;;
    --context-only) context_only=$2; shift ;;
    --if-possible) if_possible=yes ;;
    --help | -h) usage; exit ;;
    *) fail "does not know $1; see --help" ;;
  esac
  shift
done

# What the sources are, as far as a clone says so.
revision() {
  local head modified=
  head=$(git -C "$home" rev-parse HEAD 2> /dev/null) || head=unknown
  [ -z "$(git -C "$home" status --porcelain 2> /dev/null)" ] || modified=-modified
  echo "$head$modified"
}

# Own jars above foreign ones, so that a new version of Tutti is a small new layer. Every file is
# readable by anyone and as old as the sources say: the same sources make the same layers.
put_together() {
  local context=$1 lib=$home/cli/target/lib
  rm -rf "$context/dependencies" "$context/application"
  mkdir -p "$context/dependencies" "$context/application"
  cp "$lib"/*.jar "$context/dependencies/"
  mv "$context"/dependencies/tutti-*.jar "$context/application/"
  cp "$home/deploy/image/jvm.flags" "$context/"
  # As text, since buildah takes a label from its cache without looking at the values of arguments.
  sed "s|\(image.version=\)\"unknown\"|\1\"$version\"|; s|\(image.revision=\)\"unknown\"|\1\"$(revision)\"|" \
    "$home/deploy/image/Containerfile" > "$context/Containerfile"
  # In a fixed order: the cache of the JVM is for this class path and no other.
  (cd "$context" && LC_ALL=C printf '%s\n' application/*.jar dependencies/*.jar) |
    sed 's|^application/|/opt/tutti/app/|; s|^dependencies/|/opt/tutti/lib/|' |
    paste -sd: - | sed 's|^|-cp |' > "$context/classpath.flags"
  find "$context" -type f -exec chmod 0644 {} +
  find "$context" -type d -exec chmod 0755 {} +
  find "$context" -exec touch -d "$time" {} +
}

# As eclipse-temurin:25-jre is laid out.
make_local_base() {
  local jdk=${JAVA_25_HOME:-/usr/lib/jvm/temurin-25-jdk-amd64} container
  base=localhost/tutti-base:25
  ! buildah inspect --type image "$base" > /dev/null 2>&1 || return 0
  [ "$(id -u)" = 0 ] || lacks "--local-base needs root"
  command -v mmdebstrap > /dev/null || lacks "--local-base needs mmdebstrap"
  [ -x "$jdk/bin/jlink" ] || lacks "--local-base needs a JDK 25 in JAVA_25_HOME"
  mmdebstrap --quiet --variant=minbase --include=ca-certificates,tzdata bookworm "$work/debian.tar"
  "$jdk/bin/jlink" --strip-debug --no-man-pages --no-header-files --compress zip-6 \
    --add-modules java.se,jdk.unsupported,jdk.management,jdk.crypto.ec,jdk.zipfs,jdk.jfr,jdk.jcmd,jdk.naming.dns,jdk.net,jdk.localedata \
    --output "$work/jre"
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$work/debian.tar" /
  buildah copy --quiet "$container" "$work/jre" /opt/java/openjdk
  buildah config --env JAVA_HOME=/opt/java/openjdk --env LANG=C.UTF-8 \
    --env PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "$container"
  buildah commit --quiet "$container" "$base"
  buildah rm "$container" > /dev/null
}

build() {
  local context=$1
  local -a arguments=(--build-arg "BASE_IMAGE=$base" --tag "$tag" --file "$context/Containerfile")
  if [ "$builder" = buildah ]; then
    # Without a run time for containers, and so wherever a build may run.
    buildah build --isolation chroot --network host --layers --timestamp "$(date -d "$time" +%s)" \
      ${local_base:+--pull=never} "${arguments[@]}" "$context"
  else
    docker build "${arguments[@]}" "$context"
  fi
}

for candidate in buildah docker; do
  [ -n "$builder" ] || ! command -v $candidate > /dev/null || builder=$candidate
done
case $builder in
  buildah | docker) ;;
  "") [ -n "$context_only" ] || lacks "there is neither buildah nor docker" ;;
  *) fail "builds with buildah or docker, not with $builder" ;;
esac
[ -z "$local_base" ] || [ "$builder" = buildah ] || lacks "--local-base needs buildah"

"$home/tutti" --version > /dev/null # builds the jars where sources changed
if [ -n "$context_only" ]; then
  mkdir -p "$context_only"
  put_together "$context_only"
  exit
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -z "$local_base" ] || make_local_base
mkdir "$work/context"
put_together "$work/context"
build "$work/context"
echo "$tag"
