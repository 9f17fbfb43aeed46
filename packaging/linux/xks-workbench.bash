# Completion of xks-workbench for bash.
_xks_workbench() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  local options='--demo --demo-folder --local-kms --profile --region --ceremony --theme --size --version --help'
  if [ "${COMP_WORDS[1]}" = aws-check ] && [ "$COMP_CWORD" -gt 1 ]; then
    options='--profile --region --json'
  elif [ "$COMP_CWORD" = 1 ]; then
    options="aws-check $options"
  fi
  case $before in
    --theme) mapfile -t COMPREPLY < <(compgen -W 'system light dark' -- "$word") ;;
    --profile)
      mapfile -t COMPREPLY < <(compgen -W "$(sed -n 's/^\[profile \(.*\)\]$/\1/p; s/^\[\(default\)\]$/\1/p' \
        "${AWS_CONFIG_FILE:-$HOME/.aws/config}" 2>/dev/null)" -- "$word")
      ;;
    --demo-folder) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
    --region | --local-kms | --size) ;;
    *)
      mapfile -t COMPREPLY < <(
        compgen -W "$options" -- "$word"
        compgen -f -X '!*.xkcb' -- "$word"
        compgen -f -X '!*.yaml' -- "$word"
      )
      ;;
  esac
}
complete -F _xks_workbench xks-workbench
