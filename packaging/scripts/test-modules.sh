#!/bin/sh
# PKCS#11 modules of others, as Debian has them: installs them, makes tokens of its own in a folder of
# its own, and has hsm-bridge list, show, make and delete keys on them, find out what they do, and
# serve an XKS proxy where they can. OpenSC's pkcs11-tool and GnuTLS's p11tool are the judges of what
# it tells. Needs root: openCryptoki has one place for the tokens of a machine.
#   test-modules.sh [NAME...]   only these
set -eu
cd "$(dirname "$0")/../.."
if [ "$(id -u)" != 0 ]; then
  echo "openCryptoki's daemon needs root, so that this does. Run it as root." >&2
  exit 1
fi
packaging/scripts/need.sh \
  softhsm2="the token behind pkcs11-spy and p11-kit" \
  opensc="pkcs11-tool is a judge, and pkcs11-spy one of the modules" \
  gnutls-bin="p11tool is a judge" \
  p11-kit="its proxy and server are among the modules" \
  p11-kit-modules="its client is one of the modules" \
  libnss3="one of the modules" \
  libnss3-tools="certutil makes its token" \
  opencryptoki="one of the modules" \
  libtpm2-pkcs11-1="one of the modules" \
  libtpm2-pkcs11-tools="makes its keys" \
  tpm2-tools="makes room in a TPM that nobody manages" \
  swtpm="the TPM behind it" \
  python3-minimal="compares what they tell"
packaging/scripts/build.sh

work=$(mktemp -d)
running=
# Ends what was started here, by its number, and takes the folder away.
end() {
  for pid in $running; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
umask 077
# No settings of whoever runs this, and nothing left in them.
export HOME="$work/home" XDG_CONFIG_HOME="$work/home/.config" XDG_STATE_HOME="$work/home/.state"
export XDG_RUNTIME_DIR="$work/run"
mkdir -p "$HOME" "$XDG_RUNTIME_DIR" "$work/tokens" "$work/tpm2"
# p11-kit starts every module of the machine, and tpm2-pkcs11 makes its store where it is.
export TPM2_PKCS11_STORE="$work/tpm2"
pin=24681357
so=13572468
export GNUTLS_PIN=$pin
echo $pin >"$work/pin"
echo $so >"$work/so"
multiarch=$(dirname "$(find /usr/lib -name libsoftokn3.so -print -quit)")
modules=$multiarch/pkcs11
softhsm=/usr/lib/softhsm/libsofthsm2.so
chosen=" $* "
failed=
names=
judged=

bridge() { hsm-bridge/bin/hsm-bridge "$@"; }

wanted() {
  [ "$chosen" = "  " ] && return 0
  case $chosen in *" $1 "*) return 0 ;; *) return 1 ;; esac
}

# Waits up to a minute for a file, while a process runs.
wait_for() {
  i=0
  while [ ! -e "$1" ]; do
    i=$((i + 1))
    if [ $i -gt 600 ] || ! kill -0 "$2" 2>/dev/null; then return 1; fi
    sleep 0.1
  done
}

fault() {
  echo "  $name: $1" >&2
  for shown in "$work/$name".err "$work/$name".out; do
    [ -s "$shown" ] && sed 's/^/    /' "$shown" | tail -20 >&2
  done
  failed="$failed $name"
}

# What is run, its output kept; whether it ended as it must is said where it does not.
#   ends CODE WORDS COMMAND...
ends() {
  code=$1
  what=$2
  shift 2
  was=0
  "$@" >"$work/$name.out" 2>"$work/$name.err" || was=$?
  if [ "$was" != "$code" ]; then
    fault "$what ended with $was, not with $code"
    return 1
  fi
}

proxy_serves() {
  ends 0 "proxy init" bridge proxy init --dir "$work/$name.proxy" --module "$module" --token "$label" \
    --host localhost --path-prefix /t --port 0 --keys all || return 1
  toml=$work/$name.proxy/proxy.toml
  if [ -n "$initialization" ]; then
    sed -i "s|^# initialization = .*|initialization = \"$initialization\"|" "$toml"
  fi
  # Not by the function above: its shell would be ended, and the proxy not.
  hsm-bridge/bin/hsm-bridge proxy run --config "$toml" --pin-file "$work/pin" --ready-file "$work/$name.ready" \
    >"$work/$name.out" 2>"$work/$name.err" &
  serving=$!
  running="$running $serving"
  if [ "$gcm" = works ]; then
    if ! wait_for "$work/$name.ready" $serving; then
      fault "the proxy does not serve"
      return 1
    fi
    url=$(cat "$work/$name.ready")
    was=0
    bridge check --url "$url" --conf "$(find "$work/$name.proxy" -name '*.json' | head -1)" \
      --ca "$work/$name.proxy/tls-certificate.pem" --key "$key" >"$work/$name.out" 2>&1 || was=$?
    kill -TERM $serving
    wait $serving || true
    if ! grep -q "Encrypt" "$work/$name.out" || grep -q "FAILED" "$work/$name.out"; then
      fault "the proxy is not ready for AWS KMS ($was)"
      return 1
    fi
  else
    was=0
    wait $serving || was=$?
    if [ $was != 1 ]; then
      fault "a proxy of a token without AES-GCM ended with $was, not with 1"
      return 1
    fi
    bridge keys list "$@" --pin-file "$work/pin" --json >"$work/$name.out" 2>"$work/$name.err"
    if ! cmp -s "$work/$name.out" "$work/$name.keys"; then
      fault "a proxy that cannot serve wrote to the token"
      return 1
    fi
  fi
}

# By pkcs11-tool and p11tool: what the module shows to others.
opensc_lists() {
  pkcs11-tool --module "${judged:-$module}" --token-label "$label" --login --pin $pin \
    --list-objects --type secrkey
}

#   gnutls_lists URI
gnutls_lists() {
  # p11tool stands on p11-kit, and knows the modules that p11-kit is told of.
  if [ -n "$judged" ]; then set -- "$1"; else set -- --provider "$module" "$1"; fi
  p11tool --login --list-all "$@"
}

# What the judges say of the keys, beside what hsm-bridge says of them.
compare() {
  if [ "$judged" = nobody ]; then
    compared="not compared"
    return 0
  fi
  ends 0 pkcs11-tool opensc_lists || return 1
  cp "$work/$name.out" "$work/$name.opensc"
  of=$(sed -n 's/.*"uri":"\(pkcs11:token=[^;"]*\).*/\1/p' "$work/$name.keys")
  ends 0 p11tool gnutls_lists "$of" || return 1
  cp "$work/$name.out" "$work/$name.gnutls"
  ends 0 "comparison" packaging/scripts/compare-keys.py "$work/$name.keys" "$work/$name.opensc" \
    "$work/$name.gnutls" || return 1
  compared=$(cat "$work/$name.out")
  # p11tool finds by our URI what we find by it. tpm2-pkcs11 fills its model up with zeros instead of
  # blanks, which p11-kit takes for a part of it.
  if [ "$name" = tpm2 ]; then uri=$(echo "$uri" | sed 's/;model=[^;]*//'); fi
  ends 0 "p11tool with our URI" gnutls_lists "$uri" || return 1
  if [ "$(grep -c '^Object ' "$work/$name.out")" != 1 ]; then
    fault "p11tool finds another number of keys by $uri"
    return 1
  fi
}

# One module with a token that is set up.
#   try MODULE LABEL GCM INITIALIZATION [MADE]
# GCM is "works" or "absent"; MADE is the exit code of keys generate, 0 if it is left out, or "elsewhere"
# where the module makes none and the first key is there. Where judged is set, the judges come by that
# module; where it is "nobody", they cannot.
try() {
  module=$1
  label=$2
  gcm=$3
  initialization=$4
  made=${5:-0}
  names="$names $name"
  set -- --module "$module" --token "$label"
  [ -z "$initialization" ] || set -- "$@" --initialization "$initialization"
  begun=$(date +%s)
  key=$name-1
  if [ "$made" = elsewhere ]; then
    ends 1 "keys generate" bridge keys generate "$@" --pin-file "$work/pin" --label "$key.2" || return 0
  else
    ends "$made" "keys generate" bridge keys generate "$@" --pin-file "$work/pin" --label "$key" ||
      return 0
    ends "$made" "keys generate" bridge keys generate "$@" --pin-file "$work/pin" \
      --label "$name, of 128" --size 128 --usage encrypt || return 0
  fi
  ends 0 "keys list" bridge keys list "$@" --pin-file "$work/pin" --json || return 0
  cp "$work/$name.out" "$work/$name.keys"
  uri=$(sed -n "s/.*\"uri\":\"\([^\"]*;object=$key;[^\"]*\)\".*/\1/p" "$work/$name.keys")
  ends 0 "keys show by its URI" bridge keys show --module "$module" \
    ${initialization:+--initialization} ${initialization:+"$initialization"} \
    --uri "$uri?pin-source=file:$work/pin" --json || return 0
  compare || return 0
  if [ "$gcm" = works ]; then found=0; else found=1; fi
  ends $found "token probe" bridge token probe "$@" --pin-file "$work/pin" --json || return 0
  probed=$(sed -n 's/.*"aesGcm":"\([^"]*\)".*/\1/p' "$work/$name.out")
  proxy_serves "$@" || return 0
  for deleted in "$key" "$name, of 128"; do
    if [ "$made" = elsewhere ] && [ "$deleted" != "$key" ]; then continue; fi
    ends 0 "keys delete" bridge keys delete "$@" --pin-file "$work/pin" --label "$deleted" \
      --confirm "$deleted" || return 0
  done
  ends 0 "keys list" bridge keys list "$@" --pin-file "$work/pin" || return 0
  if grep -q "^$name" "$work/$name.out"; then
    fault "a deleted key is still there"
    return 0
  fi
  echo "  $name: $compared, AES-GCM $probed, $(($(date +%s) - begun)) s" >&2
}

# A token of SoftHSM for the modules that stand before one.
export SOFTHSM2_CONF="$work/softhsm2.conf"
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$work/tokens" \
  >"$SOFTHSM2_CONF"
name=softhsm
ends 0 "token init" bridge token init --module $softhsm --label soft --so-pin-file "$work/so" \
  --pin-file "$work/pin"

if wanted softhsm; then
  name=softhsm
  try $softhsm soft works ""
fi

if wanted pkcs11-spy; then
  name=pkcs11-spy
  PKCS11SPY=$softhsm PKCS11SPY_OUTPUT=$work/spy.log
  export PKCS11SPY PKCS11SPY_OUTPUT
  try "$modules/pkcs11-spy.so" soft works ""
  if [ ! -s "$work/spy.log" ]; then fault "pkcs11-spy saw nothing"; fi
  unset PKCS11SPY PKCS11SPY_OUTPUT
fi

if wanted p11-kit-proxy; then
  name=p11-kit-proxy
  judged=$multiarch/p11-kit-proxy.so
  try "$multiarch/p11-kit-proxy.so" soft works ""
  judged=
fi

if wanted p11-kit-client; then
  name=p11-kit-client
  p11-kit server --foreground --name "$work/run/kit" --provider $softhsm "pkcs11:token=soft" \
    >"$work/kit.log" 2>&1 &
  server=$!
  running="$running $server"
  if wait_for "$work/run/kit" $server; then
    P11_KIT_SERVER_ADDRESS=unix:path=$work/run/kit
    export P11_KIT_SERVER_ADDRESS
    # That of Debian 12 carries no AES-GCM.
    try "$modules/p11-kit-client.so" soft absent ""
    unset P11_KIT_SERVER_ADDRESS
  else
    fault "p11-kit server does not start"
  fi
  kill $server 2>/dev/null || true
fi

if wanted nss; then
  name=nss
  mkdir "$work/nss"
  initialization="configdir='sql:$work/nss' certPrefix='' keyPrefix='' secmod='secmod.db' flags="
  # The judges have no place for it.
  judged=nobody
  if ends 0 "making its token" certutil -N -d "sql:$work/nss" -f "$work/pin"; then
    # It does not tell that a key was made within it, and that is told.
    try "$multiarch/libsoftokn3.so" "NSS Certificate DB" works "$initialization" 1
    # As it is registered with p11-kit, it needs no option.
    mkdir -p "$XDG_CONFIG_HOME/pkcs11/modules"
    printf 'module: %s\nx-init-reserved: %s\n' "$multiarch/libsoftokn3.so" "$initialization" \
      >"$XDG_CONFIG_HOME/pkcs11/modules/nss.module"
    if ends 0 "token list" bridge token list --module "$multiarch/libsoftokn3.so" &&
      ! grep -q "NSS Certificate DB" "$work/$name.out"; then
      fault "what is registered with p11-kit was not told to it"
    fi
  fi
  judged=
fi

if wanted opencryptoki; then
  name=opencryptoki
  if ! pidof pkcsslotd >/dev/null; then
    mkdir -p /run/opencryptoki
    pkcsslotd || true
    for _ in 1 2 3 4 5; do pidof pkcsslotd >/dev/null || sleep 1; done
    running="$running $(pidof pkcsslotd)"
  fi
  ock=$multiarch/opencryptoki/libopencryptoki.so.0
  if ends 0 "making its token" pkcs11-tool --module "$ock" --slot 3 --init-token --label xksw-test \
    --so-pin 87654321; then
    ends 0 "setting its PIN" pkcs11-tool --module "$ock" --slot 3 --login --login-type so \
      --so-pin 87654321 --init-pin --pin $pin
    try "$ock" xksw-test absent ""
  fi
fi

if wanted tpm2; then
  name=tpm2
  mkdir "$work/tpm" "$work/roomy"
  # A TPM has room for three objects, and nobody here takes old ones out; its tool leaves them.
  for act in create load; do
    printf '#!/bin/sh\ntpm2_flushcontext --transient-object\nexec /usr/bin/tpm2_%s "$@"\n' $act \
      >"$work/roomy/tpm2_$act"
    chmod +x "$work/roomy/tpm2_$act"
  done
  swtpm socket --tpm2 --tpmstate "dir=$work/tpm" --flags not-need-init,startup-clear \
    --server "type=unixio,path=$work/tpm/socket" --ctrl "type=unixio,path=$work/tpm/socket.ctrl" \
    >"$work/swtpm.log" 2>&1 &
  tpm=$!
  running="$running $tpm"
  TPM2_PKCS11_TCTI="swtpm:path=$work/tpm/socket"
  TPM2TOOLS_TCTI=$TPM2_PKCS11_TCTI
  export TPM2_PKCS11_TCTI TPM2TOOLS_TCTI
  if wait_for "$work/tpm/socket" $tpm &&
    ends 0 "token init" bridge token init --module "$modules/libtpm2_pkcs11.so" --label tpm \
      --so-pin-file "$work/so" --pin-file "$work/pin" &&
    ends 0 "making a key" env PATH="$work/roomy:$PATH" tpm2_ptool addkey --path "$work/tpm2" --label tpm --userpin $pin \
      --algorithm aes256 --key-label tpm2-1; then
    try "$modules/libtpm2_pkcs11.so" tpm absent "" elsewhere
  fi
  unset TPM2_PKCS11_TCTI TPM2TOOLS_TCTI
fi

# No card, and no reader: what is asked for is told all the same.
if wanted opensc; then
  name=opensc
  names="$names $name"
  if ends 0 "token list" bridge token list --module "$modules/opensc-pkcs11.so" --json; then
    echo "  $name: no card, and said so" >&2
  fi
fi

if [ -n "$failed" ]; then
  echo "failed:$failed" >&2
  exit 1
fi
echo "passed:$names" >&2
