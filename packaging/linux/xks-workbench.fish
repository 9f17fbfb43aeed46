# Completion of xks-workbench for fish.
function __xks_workbench_profiles
    set -l file $AWS_CONFIG_FILE
    test -n "$file"; or set file ~/.aws/config
    string replace -rf '^\[(?:profile )?(.*)\]$' '$1' <$file 2>/dev/null | string match -v 'sso-session *'
end
complete -c xks-workbench -f
complete -c xks-workbench -n __fish_use_subcommand -a aws-check -d 'How a profile gets to AWS, without a window'
complete -c xks-workbench -n '__fish_seen_subcommand_from aws-check' -l json -d 'Prints JSON'
complete -c xks-workbench -l demo -d 'A private HSM, XKS proxy and local KMS'
complete -c xks-workbench -l demo-folder -rF -d 'Where the demo keeps its things'
complete -c xks-workbench -l local-kms -x -d 'URL of a local KMS that runs already'
complete -c xks-workbench -l profile -x -a '(__xks_workbench_profiles)' -d 'A profile of your AWS files'
complete -c xks-workbench -l region -x -d 'The AWS Region'
complete -c xks-workbench -l ceremony -d 'Opens on key ceremonies'
complete -c xks-workbench -l theme -x -a 'system light dark' -d 'How the window looks'
complete -c xks-workbench -l size -x -d 'Size of the window, WIDTHxHEIGHT'
complete -c xks-workbench -n 'not __fish_seen_subcommand_from aws-check' -a '(__fish_complete_suffix .xkcb .yaml)'
complete -c xks-workbench -l version -d 'Says its version'
complete -c xks-workbench -l help -d 'Says how it is used'
