#compdef xks-workbench
_xks_workbench_profiles() {
  local -a names
  names=(${(f)"$(sed -n 's/^\[profile \(.*\)\]$/\1/p; s/^\[\(default\)\]$/\1/p' "${AWS_CONFIG_FILE:-$HOME/.aws/config}" 2>/dev/null)"})
  compadd -a names
}
_arguments \
  '1::command:(aws-check)' \
  '--json[aws-check prints JSON]' \
  '(--local-kms --profile --region)--demo[a private HSM, XKS proxy and local KMS]' \
  '--demo-folder[where the demo keeps its things]:folder:_files -/' \
  '(--demo --profile)--local-kms[a local KMS that runs already]:URL:' \
  '(--demo --local-kms)--profile[a profile of your AWS files]:profile:_xks_workbench_profiles' \
  '(--demo)--region[the AWS Region]:Region:' \
  '--ceremony[opens on key ceremonies]' \
  '--theme[how the window looks]:theme:(system light dark)' \
  '--size[size of the window]:WIDTHxHEIGHT:' \
  '*:file of a key ceremony:_files -g "*.(xkcb|yaml|yml)"' \
  '(- *)--version[says its version]' \
  '(- *)--help[says how it is used]'
