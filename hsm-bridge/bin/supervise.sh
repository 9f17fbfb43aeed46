# Runs the JVM of hsm-bridge, and says in one sentence when it did not end by its own act: a PKCS#11
# library that it loads can crash it, and can end it with any exit code. Sourced by the launchers.
# See docs/decisions, "The launcher of hsm-bridge stays as the parent".

# Of the ends that are no answer of the program; those by a signal keep their code, 128 and more.
CRASHED=71

# The record in which the JVM says what it loads and that it is done: empty lines, in whose place it
# writes, so that a full disk cannot make it miss its last act.
empty_record() {
  blank='
'
  for _ in 1 2 3 4 5 6; do blank=$blank$blank$blank$blank; done
  printf '%s' "$blank" 2>/dev/null
}

#   tell_end CODE <RECORD    says what happened; the variable result is the code to end with
tell_end() {
  result=$1
  began='' ended='' libraries='' many=''
  while read -r word rest && [ -n "$word" ]; do
    case $word in
      begin) began=yes ;;
      library)
        case $libraries in
          *"$rest"*) ;;
          '') libraries=$rest ;;
          *) libraries="$libraries, $rest" many=yes ;;
        esac
        ;;
      end) ended=$rest ;;
    esac
  done
  # By whoever stopped it, or by itself, or before it could say anything: then Java said why.
  case $1 in "$ended" | 129 | 130 | 143) return 0 ;; esac
  [ "$1" -gt 128 ] || [ -n "$began" ] || return 0
  who="The Java virtual machine"
  [ -z "$libraries" ] || who="The library $libraries"
  [ -z "$many" ] || who="One of the libraries $libraries"
  when="before its work was done"
  [ -z "$ended" ] || when="after its work was done"
  case $1 in
    137) said="hsm-bridge was killed (SIGKILL) $when, as the system does when memory runs out${libraries:+; it had loaded $libraries}." ;;
    # What a JVM that may leave no core ends with.
    1) said="$who crashed, or ended hsm-bridge with exit code 1, $when." ;;
    *)
      if [ "$1" -gt 128 ]; then
        said="$who crashed $when and took hsm-bridge with it (signal $(($1 - 128)))."
      else
        said="$who ended hsm-bridge with exit code $1 $when."
      fi
      ;;
  esac
  echo "$said" >&2
  [ "$1" -gt 128 ] || result=$CRASHED
}

# The JVM ignores SIGINT, as whatever a shell starts beside itself, so that Ctrl-C comes to it once.
forward() {
  again=yes
  [ "$1" != INT ] || interrupted=yes
  if [ -z "$jvm" ]; then
    early="$early $1"
  elif [ "$1" = INT ]; then
    kill -TERM "$jvm" 2>/dev/null || :
  else
    kill -"$1" "$jvm" 2>/dev/null || :
  fi
}

#   run_jvm JAVA ARGUMENT...    does not return
run_jvm() {
  java=$1
  shift
  if [ -n "${HSM_BRIDGE_SUPERVISED:-}" ]; then
    # Somebody else watches this process and tells of its end.
    record=${RUNTIME_DIRECTORY:+$RUNTIME_DIRECTORY/run}
    if [ -n "$record" ] && (umask 077 && empty_record >"$record") 2>/dev/null; then
      exec "$java" -Dxksw.run.record="$record" "$@"
    fi
    exec "$java" "$@"
  fi

  jvm='' early='' interrupted=''
  for signal in HUP INT QUIT TERM; do
    # shellcheck disable=SC2064 # this signal
    trap "forward $signal" "$signal"
  done
  # The descriptors 7 to 9 are this script's: record, record to read, standard input.
  record=$(umask 077 && mktemp "${TMPDIR:-/tmp}/hsm-bridge.XXXXXX" 2>/dev/null) || record=
  if [ -n "$record" ] && empty_record >"$record"; then
    exec 7<>"$record" 8<"$record"
    set -- -Dxksw.run.record=/dev/fd/7 "$@"
  else
    exec 7</dev/null 8</dev/null
  fi
  # It has no name from here on, so that nothing is left behind.
  [ -z "$record" ] || rm -f "$record"
  { command exec 9<&0; } 2>/dev/null || exec 9</dev/null
  "$java" -Dxksw.launched=true "$@" <&9 8<&- 9<&- &
  jvm=$!
  exec 7<&-
  for signal in $early; do forward "$signal"; done

  code=127 again=yes
  while [ -n "$again" ]; do
    again=''
    now=0
    # Some shells have words of their own for a crash.
    wait "$jvm" 2>/dev/null || now=$?
    # 127: it was waited for before, and a signal came just then.
    [ "$now" = 127 ] && [ "$code" != 127 ] || code=$now
  done
  [ -z "$interrupted" ] || [ "$code" != 143 ] || code=130
  tell_end "$code" <&8
  exit "$result"
}
