# Makes the completions of hsm-bridge for fish from the pages of picocli's ManPageGenerator.
function quoted(text) {
  gsub(/\\/, "\\\\", text)
  gsub(/'/, "\\'", text)
  return "'" text "'"
}
# What stands between the marks of AsciiDoc; a description ends with its first sentence.
function plain(text) {
  gsub(/[*_`]|\+\+|pass:c?\[|\{empty\}/, "", text)
  sub(/\. .*/, "", text)
  sub(/\.$/, "", text)
  return text
}
FNR == 1 { section = ""; path = ""; option = ""; child = "" }
/^== / { section = substr($0, 4); next }
section == "Synopsis" && path == "" && /^\*hsm-bridge/ {
  path = $0
  sub(/^\*hsm-bridge */, "", path)
  sub(/\*.*/, "", path)
  next
}
section == "Options" && /::$/ { option = $0; next }
section == "Commands" && /::$/ {
  child = $0
  sub(/^[^[]*\[\*/, "", child)
  sub(/\*\]::$/, "", child)
  next
}
option != "" && /^  / {
  line = "complete -c hsm-bridge -n " quoted("__hsm_bridge_in " path)
  valued = option ~ /[_<]/
  count = split(option, names, /, /)
  for (i = 1; i <= count; i++) {
    name = names[i]
    sub(/::$/, "", name)
    sub(/=.*/, "", name)
    gsub(/[*[\]]/, "", name)
    if (name ~ /^--/) {
      line = line " -l " substr(name, 3)
      if (valued) wants[name] = 1
      else flag[name] = 1
    } else {
      line = line " -s " substr(name, 2)
    }
  }
  # A value is often a file, and fish offers files by itself.
  lines[++all] = line (valued ? " -rF" : " -f") " -d " quoted(plain(substr($0, 3)))
  option = ""
}
child != "" && /^  / {
  lines[++all] = "complete -c hsm-bridge -f -n " quoted("__hsm_bridge_at " path) " -a " child " -d " quoted(plain(substr($0, 3)))
  child = ""
}
END {
  # An option that takes a value with one command and none with another is told apart by nobody here.
  for (name in wants) if (!(name in flag)) sorted[++n] = name
  for (i = 2; i <= n; i++)
    for (j = i; j > 1 && sorted[j] < sorted[j - 1]; j--) { t = sorted[j]; sorted[j] = sorted[j - 1]; sorted[j - 1] = t }
  for (i = 1; i <= n; i++) takes = takes " " sorted[i]
  print "# The commands before the cursor, without options and their values."
  print "function __hsm_bridge_commands"
  print "    set -l valued" takes
  print "    set -l skip 0"
  print "    for word in (commandline -opc)[2..]"
  print "        if test $skip = 1"
  print "            set skip 0"
  print "        else if contains -- $word $valued"
  print "            set skip 1"
  print "        else if not string match -q -- '-*' $word"
  print "            echo $word"
  print "        end"
  print "    end"
  print "end"
  print "function __hsm_bridge_at"
  print "    test \"$(__hsm_bridge_commands | string join ' ')\" = \"$argv\""
  print "end"
  print "function __hsm_bridge_in"
  print "    test (count $argv) -eq 0"
  print "    or string match -q -- \"$argv *\" (string join ' ' -- (__hsm_bridge_commands))' '"
  print "end"
  for (i = 1; i <= all; i++) print lines[i]
}
