#!/usr/bin/env bash
# Runs every service from the image in a container that may do nothing: read-only, no capability,
# nobody's user, no shell. They have to find each other by name, become ready with the cache of the
# JVM, sign, and stop in order.
#
#   deploy/image/smoke.sh [IMAGE]      needs root, podman, runc, iproute2 and curl
#
# Exits with 0 and says why where one of them, or the image, is missing.
set -euo pipefail

home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$home/pom.xml" | head -1)
image=${1:-localhost/tutti:$version}
name=tutti-smoke-$$
passed=0
failed=0

skip() {
  echo "smoke.sh: skipped: $*"
  echo "0 passed, 0 failed, 1 skipped"
  exit 0
}

check() {
  local what=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok      $what"
  else
    failed=$((failed + 1))
    echo "FAILED  $what"
  fi
}

[ "$(id -u)" = 0 ] || skip "needs root"
for program in podman runc ip curl; do
  command -v "$program" > /dev/null || skip "there is no $program"
done
podman image exists "$image" || skip "there is no image $image; deploy/image/build.sh makes it"
ip netns add "$name" 2> /dev/null || skip "may not make a network namespace"

work=$(mktemp -d)
containers=()
clean_up() {
  trap - EXIT INT TERM
  [ ${#containers[@]} = 0 ] || podman rm --force --time 1 "${containers[@]}" > /dev/null 2>&1 || true
  ip netns del "$name" || true
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Where limits may not be raised, podman's own defaults keep containers from starting.
cat > "$work/containers.conf" << 'CONF'
[containers]
default_ulimits = ["nofile=16384:16384", "nproc=8192:8192"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
CONF
export CONTAINERS_CONF=$work/containers.conf

# A network with nothing but loopback, and an address on it for each process.
ip -n "$name" link set lo up
address() { echo "127.0.1.$1"; }
for number in 1 2 3 4 5 6 7 8 9; do
  ip -n "$name" address add "$(address $number)/8" dev lo
done
inside() { ip netns exec "$name" "$@"; }

# Neither shell can be run: what needs one fails. The keys of signers are in a directory of theirs.
touch "$work/no-shell"
mkdir "$work/keys"
chown 10001:10001 "$work/keys"
confined=(--log-driver k8s-file --network "ns:/var/run/netns/$name" --read-only --read-only-tmpfs=false
  --tmpfs "/tmp:rw,exec,size=64m" --cap-drop ALL --security-opt no-new-privileges --memory 512m
  --volume "$work/no-shell:/usr/bin/sh:ro" --volume "$work/no-shell:/usr/bin/dash:ro"
  --volume "$work/no-shell:/usr/bin/bash:ro" --volume "$work/keys:/keys")

# start CONTAINER NUMBER SERVICE [OPTION...]
start() {
  local container=$name-$1 address
  address=$(address "$2")
  podman run --detach --name "$container" "${confined[@]}" \
    --add-host "session:$(address 1)" --add-host "session:$(address 2)" --add-host "session:$(address 3)" \
    --env "TUTTI_CLUSTER_HOST=$address" --env "TUTTI_CLUSTER_NAME=$name" \
    --env TUTTI_CLUSTER_MEMBERS=session:5701 --env TUTTI_CLUSTER_SIZE=3 --env TUTTI_EVENT_BUS_PORT=15701 \
    --env "TUTTI_MANAGEMENT_HOST=$address" --env TUTTI_MANAGEMENT_PORT=9001 \
    --env "TUTTI_HTTP_HOST=$address" --env TUTTI_HTTP_PORT=8080 \
    --env "JDK_JAVA_OPTIONS=-Xlog:class+load=info:file=/tmp/classes.log" \
    "${@:4}" "$image" serve "$3" > /dev/null
  containers+=("$container")
}

health() { inside curl --silent --max-time 2 "http://$(address "$1"):9001/healthcheck"; }

await() {
  local deadline=$((SECONDS + 120))
  until "$@" > /dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.2
  done
}

is_ready() { inside curl --silent --fail --max-time 2 "http://$(address "$1"):9001/readyz"; }

pid_of() { podman inspect --format '{{.State.Pid}}' "$1"; }

without_rights() {
  local status
  status=$(cat "/proc/$(pid_of "$1")/status")
  grep -q '^CapEff:[[:space:]]*0\{16\}$' <<< "$status" &&
    grep -q '^CapBnd:[[:space:]]*0\{16\}$' <<< "$status" &&
    grep -q '^NoNewPrivs:[[:space:]]*1$' <<< "$status" &&
    grep -q '^Uid:[[:space:]]*10001[[:space:]]*10001[[:space:]]*10001' <<< "$status"
}

# Classes come from the cache, or else from jars.
uses_cache() {
  local log all cached
  log=/proc/$(pid_of "$1")/root/tmp/classes.log
  all=$(grep -c 'source:' "$log" || true)
  cached=$(grep -c 'source: shared objects file' "$log" || true)
  echo "        $cached of $all classes from the cache"
  [ "$all" -gt 0 ] && [ $((cached * 10)) -gt $((all * 7)) ]
}

stops_in_order() {
  local begin=$SECONDS
  podman stop --time 90 "$1" > /dev/null
  podman logs "$1" > "$work/$1.log" 2>&1
  echo "        after $((SECONDS - begin)) s"
  [ "$(podman inspect --format '{{.State.ExitCode}}' "$1")" = 0 ] && grep -q ' stopped$' "$work/$1.log"
}

# A signer's command, from the same image: signer ARGUMENT...
signer() {
  podman run --rm "${confined[@]}" --env TUTTI_PASSPHRASE=smoke "$image" "$@"
}

# What a command printed under a name, as one JSON object.
field() { sed -n "s/.*\"$2\":\[\{0,1\}\"\([0-9a-f]*\)\".*/\1/p" "$work/$1.json"; }

joins() {
  signer join --all --yes --key-file /keys/second.pem --url "$1" --json > "$work/joined.json" 2> "$work/joined.log"
  [ -n "$(field joined signature)" ]
}

sign() {
  local url message announced signature
  url=http://$(address "$1"):8080
  message=$(printf 'aa%.0s' {1..32})
  rm -f "$work"/keys/*
  signer keygen --key-file /keys/first.pem --json > "$work/first.json"
  signer keygen --key-file /keys/second.pem --json > "$work/second.json"
  signer announce --yes --key-file /keys/first.pem --key "$(field second publicKey)" --message "$message" \
    --wait --wait-at-most 2m --url "$url" --json > "$work/announced.json" 2> "$work/announced.log" &
  announced=$!
  await joins "$url"
  wait "$announced" || return 1
  signature=$(field announced signature)
  [ -n "$signature" ] && [ "$signature" = "$(field joined signature)" ] &&
    signer verify --key "$(field first publicKey),$(field second publicKey)" --message "$message" \
      --signature "$signature" > /dev/null
}

number=0
for service in session session session request discovery crypto gateway; do
  number=$((number + 1))
  start "$service-$number" $number "$service"
done
for index in "${!containers[@]}"; do
  container=${containers[$index]}
  check "$container is ready" await is_ready $((index + 1))
  check "$container has no rights" without_rights "$container"
  check "$container uses the cache of the JVM" uses_cache "$container"
done
check "two signers sign" sign 7
for ((index = ${#containers[@]} - 1; index > 0; index--)); do
  check "${containers[$index]} stops in order" stops_in_order "${containers[$index]}"
done
# The last of three may write nothing any more, and goes all the same.
check "${containers[0]} stops in order" stops_in_order "${containers[0]}"

start all-8 8 all --env TUTTI_CLUSTER_MEMBERS=none --env TUTTI_CLUSTER_SIZE=1
check "$name-all-8 is ready" await is_ready 8
check "$name-all-8 has no rights" without_rights "$name-all-8"
check "$name-all-8 uses the cache of the JVM" uses_cache "$name-all-8"
check "two signers sign in one process" sign 8
check "$name-all-8 stops in order" stops_in_order "$name-all-8"

if [ $failed -gt 0 ]; then
  for container in "${containers[@]}"; do
    echo "--- $container"
    podman logs --tail 20 "$container" 2>&1
  done
  tail -n 20 "$work"/*ed.log
fi
echo "$passed passed, $failed failed"
[ $failed = 0 ]
