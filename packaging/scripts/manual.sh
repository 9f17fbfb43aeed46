#!/bin/sh
# The manual page of each command of hsm-bridge, and what completes them in bash, zsh and fish: all from
# what the commands say of themselves.
#   manual.sh CLASSPATH TREE VERSION
set -eu
class_path=$1
tree=$2
version=$3
cd "$(dirname "$0")/../.."
java=$(packaging/scripts/jdk25.sh)/bin/java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command=org.xksworkbench.bridge.cli.HsmBridge
man=$tree/usr/share/man/man1
bash=$tree/usr/share/bash-completion/completions
zsh=$tree/usr/share/zsh/vendor-completions
fish=$tree/usr/share/fish/vendor_completions.d
mkdir -p "$man" "$bash" "$zsh" "$tree/usr/share/zsh/site-functions" "$fish"

picocli=$(sed -n 's:.*<picocli.version>\(.*\)</picocli.version>.*:\1:p' pom.xml)
./mvnw -B -q -N dependency:copy "-Dartifact=info.picocli:picocli-codegen:$picocli" \
  "-DoutputDirectory=$work" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
"$java" -cp "$class_path:$work/picocli-codegen-$picocli.jar" \
  picocli.codegen.docgen.manpage.ManPageGenerator --outdir "$work/pages" "$command" \
  >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
asciidoctor --backend manpage --destination-dir "$work/man" --attribute "mansource=XKS Workbench $version" \
  --attribute "manmanual=XKS Workbench" "$work"/pages/*.adoc
gzip -9n "$work"/man/*.1
cp "$work"/man/*.1.gz "$man/"
gzip -9n <packaging/linux/xks-workbench.1 >"$man/xks-workbench.1.gz"

"$java" -cp "$class_path" picocli.AutoComplete --force --name hsm-bridge \
  --completionScript "$bash/hsm-bridge" "$command"
cp packaging/linux/xks-workbench.bash "$bash/xks-workbench"

# The script of picocli works in zsh, too, once somebody calls it.
cat >"$zsh/_hsm-bridge" <<'END'
#compdef hsm-bridge
autoload -U +X bashcompinit && bashcompinit
# bash's own, which bashcompinit has not.
(( $+functions[compopt] )) || compopt() { : }
source ${functions_source[_hsm-bridge]:A:h}/../../bash-completion/completions/hsm-bridge
_bash_complete -o default -F _complete_hsm-bridge
END
cp packaging/linux/xks-workbench.zsh "$zsh/_xks-workbench"
# Debian looks in the one folder, others in the other.
for name in _hsm-bridge _xks-workbench; do
  ln -s "../vendor-completions/$name" "$tree/usr/share/zsh/site-functions/$name"
done

cp packaging/linux/xks-workbench.fish "$fish/xks-workbench.fish"
awk -f packaging/linux/fish.awk "$work"/pages/*.adoc >"$fish/hsm-bridge.fish"
