# Says why a supervised hsm-bridge ended, after the fact: ExecStopPost= of xks-proxy.service. Needs
# what systemd tells there, and the functions of supervise.sh. Fails where a library ended the program
# with 0, which systemd would take for success.
[ -n "${EXIT_CODE:-}" ] && [ -f "${RUNTIME_DIRECTORY:-}/run" ] || exit 0
code=$EXIT_STATUS
if [ "$EXIT_CODE" != exited ]; then
  case $EXIT_STATUS in
    HUP) code=129 ;;
    INT) code=130 ;;
    ILL) code=132 ;;
    TRAP) code=133 ;;
    ABRT) code=134 ;;
    BUS) code=135 ;;
    FPE) code=136 ;;
    KILL) code=137 ;;
    SEGV) code=139 ;;
    TERM) code=143 ;;
    *) exit 0 ;;
  esac
fi
tell_end "$code" <"$RUNTIME_DIRECTORY/run"
[ "$code" != 0 ] || exit "$result"
