package org.xksworkbench.bridge.ceremony.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// Reads a plan, and says line and reason where it cannot be accepted.
final class PlanReader {

  private static final String VERSION_ONE = "1";
  private static final String VERSION_TWO = "2";
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FIELD_NAME = Pattern.compile("[a-z][A-Za-z0-9-]{0,39}");

  /// The form of an XKS key ID (`XksKeyId` of CreateKey, AWS KMS API Reference).
  private static final Pattern KEY_LABEL = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

  /// The form of an alias name (CreateAlias, AWS KMS API Reference).
  private static final Pattern ALIAS = Pattern.compile("alias/[a-zA-Z0-9/_-]{1,250}");

  private static final Set<String> ACTIONS =
      Set.of(
          "say",
          "check",
          "enter",
          "confirm",
          "generate-key",
          "check-value",
          "compare",
          "back-up",
          "create-kms-key",
          "prove",
          "export",
          "destroy");

  /// New in version 2.
  private static final Set<String> ACTIONS_OF_TWO =
      Set.of("custody", "attach", "elsewhere", "beacon");

  private static final List<String> MOVES =
      List.of("take", "open", "inspect", "seal", "return", "hand-over", "destroy");

  /// What differs between machines has no place in a reviewed file.
  private static final Map<Pattern, String> LOCAL =
      Map.of(
          Pattern.compile("(?i)\\bpin\\b\\W{0,3}(is\\W+)?\\d{3,}"), "a PIN",
          Pattern.compile("(?i)\\b(password|passphrase)\\b\\s*[:=]"), "a password",
          Pattern.compile("(?i)\\bslot\\b\\W{0,3}(id\\W{0,3})?(0x)?\\d+"), "a slot",
          Pattern.compile("(?<![\\w${}/.])/(?:[\\w.-]+/)+[\\w.-]+"), "a path",
          Pattern.compile("\\b[A-Za-z]:\\\\"), "a path",
          Pattern.compile("(?i)\\b\\S+\\.(so|dll|dylib)\\b"), "a module's file",
          Pattern.compile("(?i)\\bfile:/"), "a path");

  private final String text;
  private final Set<String> known = new HashSet<>();
  private final Map<String, CeremonyRole> roles = new LinkedHashMap<>();
  private Values values = Values.of(Map.of());
  private boolean versionTwo;

  PlanReader(String text) {
    this.text = text;
  }

  Plan read() {
    var root = YamlMap.parse(text);
    root.allow(
        newer(
            root,
            Set.of(
                "ceremony", "title", "purpose", "roles", "values", "environment", "abort", "steps"),
            Set.of("counter-sign", "keys", "resume")),
        "a plan");
    root.eachText(PlanReader::refuseLocal);
    readRoles(root.map("roles"));
    var fixed = readValues(root);
    var environment = readEnvironment(root.map("environment"), root);
    return new Plan(
        versionTwo ? 2 : 1,
        text,
        root.require("title", "A plan"),
        root.optional("purpose").orElse(""),
        roles,
        fixed,
        environment,
        root.flag("counter-sign"),
        readKeys(root.map("keys")),
        readResume(root),
        root.optional("abort").orElse(""),
        readSteps(root));
  }

  /// Names that are known in a plan of version 1, and in one of version 2 with some more.
  private Set<String> newer(YamlMap root, Set<String> names, Set<String> more) {
    versionTwo =
        switch (root.require("ceremony", "A plan")) {
          case VERSION_ONE -> false;
          case VERSION_TWO -> true;
          default ->
              throw new PlanException(
                  root.line("ceremony"),
                  "This program reads plans of version 1 and 2 (\"ceremony: 2\").");
        };
    return newer(names, more);
  }

  private Set<String> newer(Set<String> names, Set<String> more) {
    var all = new HashSet<>(names);
    if (versionTwo) {
      all.addAll(more);
    }
    return all;
  }

  private static void refuseLocal(int line, String scalar) {
    LOCAL.forEach((pattern, what) -> {
      if (pattern.matcher(scalar).find()) {
        throw new PlanException(
            line,
            "\""
                + scalar.strip()
                + "\" looks like "
                + what
                + ". A plan holds no PIN, slot or path; they belong in the local binding.");
      }
    });
  }

  private void readRoles(YamlMap map) {
    for (var id : map.keys()) {
      requireId(map.line(id), id, "role");
      var role = map.map(id);
      role.allow(Set.of("title", "duty"), "a role");
      roles.put(
          id,
          new CeremonyRole(id, role.require("title", "A role"), role.optional("duty").orElse("")));
    }
    if (roles.size() < 2) {
      throw new PlanException(
          map.line(), "A ceremony needs two roles at least: one acts, another confirms.");
    }
  }

  /// Which key somebody must have is reviewed with the plan, so that no other can sign for them.
  private Map<String, Fingerprint> readKeys(YamlMap map) {
    var keys = new LinkedHashMap<String, Fingerprint>();
    for (var role : map.keys()) {
      requireRole(map.line(role), role);
      var digits = map.require(role, "\"keys\"").replaceAll("\\s", "");
      if (!KEY_ID.matcher(digits).matches()) {
        throw new PlanException(
            map.line(role),
            "This is not the ID of a key: 64 digits from 0 to 9 and a to f, as \"hsm-bridge"
                + " ceremony person\" tells them.");
      }
      if (keys.containsValue(new Fingerprint(digits))) {
        throw new PlanException(
            map.line(role), "Two roles have the same key. Each person needs one of their own.");
      }
      keys.put(role, new Fingerprint(digits));
    }
    return keys;
  }

  private List<String> readResume(YamlMap root) {
    var resume = roleList(root, "resume");
    if (resume.size() == 1) {
      throw new PlanException(
          root.line("resume"), "Two people at least sign that it goes on: name two roles.");
    }
    return resume;
  }

  private Map<String, String> readValues(YamlMap root) {
    var fixed = root.textMap("values");
    fixed.forEach((name, value) -> {
      var line = root.map("values").line(name);
      if (!FIELD_NAME.matcher(name).matches()) {
        throw new PlanException(
            line, "\"" + name + "\" cannot be the name of a value: letters, digits, hyphens.");
      }
      if (value.isBlank() || !Values.namesIn(value).isEmpty()) {
        throw new PlanException(line, "A value is a text without ${…}, and not empty.");
      }
      known.add(name);
    });
    values = Values.of(fixed);
    return fixed;
  }

  private static Map<String, String> readEnvironment(YamlMap map, YamlMap root) {
    map.allow(EnvironmentFacts.NAMES, "the environment");
    return root.textMap("environment");
  }

  private List<PlanStep> readSteps(YamlMap root) {
    var steps = new ArrayList<PlanStep>();
    var ids = new HashMap<String, Integer>();
    for (var map : root.maps("steps")) {
      var step = readStep(map);
      var earlier = ids.put(step.id(), step.line());
      if (earlier != null) {
        throw new PlanException(
            map.line("id"), "The step \"" + step.id() + "\" is already in line " + earlier + ".");
      }
      steps.add(step);
    }
    if (steps.isEmpty()) {
      throw new PlanException(root.line("steps"), "A plan needs steps.");
    }
    for (var at = 0; at < steps.size(); at++) {
      var step = steps.get(at);
      var last = at == steps.size() - 1;
      if (last != (step.action() instanceof Action.Export)) {
        throw new PlanException(
            step.line(),
            last
                ? "The last step must be \"do: export\": it signs the transcript and writes the"
                    + " evidence."
                : "Nothing can follow \"do: export\": the transcript is signed there.");
      }
    }
    return steps;
  }

  private PlanStep readStep(YamlMap map) {
    map.allow(
        newer(
            Set.of("id", "title", "do", "by", "authorise", "confirm", "say", "with", "expect"),
            Set.of("covers", "quorum")),
        "a step");
    var id = map.require("id", "A step");
    requireId(map.line("id"), id, "step");
    var where = "The step \"" + id + "\"";
    var by = map.require("by", where);
    requireRole(map.line("by"), by);
    var authorise = roleList(map, "authorise");
    var quorum = readQuorum(map, by, authorise);
    var confirm = roleList(map, "confirm");
    if (confirm.contains(by)) {
      throw new PlanException(
          map.line("confirm"),
          "\"" + by + "\" acts in this step and confirms it by that; name only the others.");
    }
    var say = map.optional("say").orElse("");
    requireKnown(map.line("say"), say);
    var action = readAction(map, where);
    if (action instanceof Action.Destroy && quorum.isPresent() && authorise.isEmpty()) {
      throw new PlanException(
          map.line("quorum"),
          "What destroys is not left to its custodians alone: name somebody else in"
              + " \"authorise\".");
    }
    requireWitnesses(map, action, authorise.size() + quorum.map(Quorum::need).orElse(0), confirm);
    var expect = readExpect(map, action);
    for (var fact : action.facts()) {
      known.add(id + "." + fact);
    }
    return new PlanStep(
        id,
        map.require("title", where),
        by,
        authorise,
        quorum,
        confirm,
        say,
        action,
        expect,
        map.texts("covers"),
        map.line());
  }

  /// Of several people of one kind, each has a role of their own.
  private Optional<Quorum> readQuorum(YamlMap map, String by, List<String> authorise) {
    if (!map.keys().contains("quorum")) {
      return Optional.empty();
    }
    var inner = map.map("quorum");
    inner.allow(Set.of("of", "need"), "\"quorum\"");
    var of = roleList(inner, "of");
    var need = inner.require("need", "\"quorum\"");
    if (!need.matches("[1-9]\\d?")
        || Integer.parseInt(need) < 2
        || Integer.parseInt(need) > of.size()) {
      throw new PlanException(
          inner.line("need"),
          "\"need\" is how many of the roles in \"of\" agree: 2 at least, and all of them at most."
              + " One alone is named in \"authorise\".");
    }
    if (of.contains(by)) {
      throw new PlanException(
          inner.line("of"), "\"" + by + "\" acts in this step, and does not count in its quorum.");
    }
    if (of.stream().anyMatch(authorise::contains)) {
      throw new PlanException(
          inner.line("of"), "A role stands in \"authorise\", and in the quorum beside it.");
    }
    return Optional.of(new Quorum(of, Integer.parseInt(need)));
  }

  private static void requireWitnesses(
      YamlMap map, Action action, int authorising, List<String> confirm) {
    if (action instanceof Action.Destroy && authorising < 2) {
      throw new PlanException(
          map.line("authorise"),
          "What destroys needs dual control: name two roles at least in \"authorise\".");
    }
    if ((action.irreversible() || action instanceof Action.Export) && confirm.isEmpty()) {
      throw new PlanException(
          map.line("confirm"),
          "\""
              + action.name()
              + "\" cannot be undone: name a role besides the acting one in"
              + " \"confirm\".");
    }
    if (action instanceof Action.Confirm && confirm.isEmpty()) {
      throw new PlanException(map.line("confirm"), "\"do: confirm\" needs the roles that confirm.");
    }
  }

  private Map<String, String> readExpect(YamlMap map, Action action) {
    var expect = map.textMap("expect");
    var inner = map.map("expect");
    expect.forEach((name, value) -> {
      if (!action.facts().contains(name)) {
        throw new PlanException(
            inner.line(name),
            "\""
                + action.name()
                + "\" tells no \""
                + name
                + "\""
                + (action.facts().isEmpty()
                    ? "; it tells nothing that can be expected."
                    : "; it tells " + String.join(", ", new TreeSet<>(action.facts())) + "."));
      }
      requireKnown(inner.line(name), value);
    });
    return expect;
  }

  private Action readAction(YamlMap map, String where) {
    var name = map.require("do", where);
    var with = map.map("with");
    if (versionTwo && ACTIONS_OF_TWO.contains(name)) {
      return readNewer(name, map, with, where);
    }
    return switch (name) {
      case "say" -> {
        requireText(map, "say", where);
        yield nothing(with, new Action.Say());
      }
      case "confirm" -> {
        requireText(map, "say", where);
        yield nothing(with, new Action.Confirm());
      }
      case "export" -> nothing(with, new Action.Export());
      case "check" -> readCheck(map, with);
      case "enter" -> new Action.Enter(readFields(map, with));
      case "back-up" -> new Action.BackUp(readFields(map, with));
      case "compare" -> {
        with.allow(Set.of("left", "right"), "\"compare\"");
        yield new Action.Compare(reference(with, "left"), reference(with, "right"));
      }
      case "generate-key" -> {
        with.allow(Set.of("label", "bits"), "\"generate-key\"");
        yield new Action.GenerateKey(label(with), bits(with));
      }
      case "check-value" -> {
        with.allow(Set.of("label"), "\"check-value\"");
        yield new Action.CheckValue(label(with));
      }
      case "create-kms-key" -> {
        with.allow(Set.of("key-store", "label", "description", "alias"), "\"create-kms-key\"");
        yield new Action.CreateKmsKey(
            fixedText(with, "key-store"),
            label(with),
            with.optional("description")
                .map(text -> requireKnown(with, "description", text))
                .orElse(""),
            alias(with));
      }
      case "prove" -> {
        with.allow(Set.of("key-store", "label"), "\"prove\"");
        yield new Action.Prove(fixedText(with, "key-store"), label(with));
      }
      case "destroy" -> {
        with.allow(Set.of("label"), "\"destroy\"");
        yield new Action.Destroy(label(with));
      }
      default ->
          throw new PlanException(
              map.line("do"),
              "\"do: "
                  + name
                  + "\" is not known; known are "
                  + String.join(
                      ", ", new TreeSet<>(versionTwo ? union(ACTIONS, ACTIONS_OF_TWO) : ACTIONS))
                  + ".");
    };
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    var all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  private static Action readNewer(String name, YamlMap map, YamlMap with, String where) {
    if (name.equals("custody")) {
      with.allow(Set.of("item", "move", "photo"), "\"custody\"");
      var moves = with.texts("move");
      if (moves.isEmpty() || !MOVES.containsAll(moves)) {
        throw new PlanException(
            with.line("move"), "\"move\" is a list of some of " + String.join(", ", MOVES) + ".");
      }
      if (map.texts("confirm").isEmpty()) {
        throw new PlanException(
            map.line("confirm"), "What changes hands is signed by two: name one in \"confirm\".");
      }
      return new Action.MoveCustody(with.require("item", where), moves, with.flag("photo"));
    }
    if (name.equals("attach")) {
      with.allow(Set.of("what", "types", "required"), "\"attach\"");
      return new Action.AttachFile(
          with.require("what", where), with.texts("types"), with.flag("required"));
    }
    if (name.equals(Action.BEACON)) {
      with.allow(Set.of("source"), "\"beacon\"");
      var source = with.optional("source").orElse("");
      if (!source.isEmpty() && !source.matches(Action.Beacon.SOURCE.pattern())) {
        throw new PlanException(with.line("source"), "\"source\" is 2 to 200 characters.");
      }
      return new Action.Beacon(source);
    }
    with.allow(Set.of("what"), "\"elsewhere\"");
    return new Action.KeepElsewhere(with.require("what", where));
  }

  private Action readCheck(YamlMap map, YamlMap with) {
    var what = with.require("what", "\"check\"");
    return switch (what) {
      case "environment" -> only(with, Set.of(), new Action.CheckEnvironment());
      case "clock" -> {
        var seconds = with.optional("max-seconds").orElse("5");
        if (!seconds.matches("[1-9]\\d{0,3}")) {
          throw new PlanException(
              with.line("max-seconds"), "\"max-seconds\" is a number from 1 to 9999.");
        }
        yield only(with, Set.of("max-seconds"), new Action.CheckClock(Integer.parseInt(seconds)));
      }
      case "no-key" -> only(with, Set.of("label"), new Action.CheckNoKey(label(with)));
      case "key" -> only(with, Set.of("label"), new Action.CheckKey(label(with)));
      case "key-store" ->
          only(with, Set.of("key-store"), new Action.CheckKeyStore(fixedText(with, "key-store")));
      case "kms-key" ->
          only(
              with,
              Set.of("key-store", "label"),
              new Action.CheckKmsKey(fixedText(with, "key-store"), label(with)));
      default ->
          throw new PlanException(
              map.map("with").line("what"),
              "\"what: "
                  + what
                  + "\" is not known; known are clock, environment, key, key-store,"
                  + " kms-key, no-key.");
    };
  }

  private static Action only(YamlMap with, Set<String> besides, Action action) {
    var allowed = new HashSet<>(besides);
    allowed.add("what");
    with.allow(allowed, "this check");
    return action;
  }

  private static Action nothing(YamlMap with, Action action) {
    with.allow(Set.of(), "\"with\" of \"" + action.name() + "\"");
    return action;
  }

  private static List<PlanField> readFields(YamlMap map, YamlMap with) {
    with.allow(Set.of("fields"), "\"with\"");
    var fields = new ArrayList<PlanField>();
    var names = new HashSet<String>();
    for (var field : with.maps("fields")) {
      field.allow(Set.of("name", "prompt", "pattern"), "a field");
      var name = field.require("name", "A field");
      if (!FIELD_NAME.matcher(name).matches() || !names.add(name)) {
        throw new PlanException(
            field.line("name"),
            "\""
                + name
                + "\" cannot be the name of a field here: letters, digits and hyphens,"
                + " each name once.");
      }
      var pattern = field.optional("pattern").orElse(".+");
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new PlanException(
            field.line("pattern"), "This is no regular expression: " + e.getDescription() + ".");
      }
      fields.add(new PlanField(name, field.require("prompt", "A field"), pattern));
    }
    if (fields.isEmpty()) {
      throw new PlanException(
          map.line("do"), "This step needs \"fields\" in \"with\": what is entered.");
    }
    return fields;
  }

  /// A label is fixed by the plan itself, so that reviewers see the key that will be made.
  private String label(YamlMap with) {
    var label = fixedText(with, "label");
    if (!KEY_LABEL.matcher(label).matches()) {
      throw new PlanException(
          with.line("label"),
          "\""
              + label
              + "\" cannot be an XKS key ID: 1 to 128 letters, digits, dots, hyphens and"
              + " underscores are allowed.");
    }
    return label;
  }

  private String alias(YamlMap with) {
    if (with.optional("alias").isEmpty()) {
      return "";
    }
    var alias = fixedText(with, "alias");
    if (!ALIAS.matcher(alias).matches() || alias.startsWith("alias/aws/")) {
      throw new PlanException(
          with.line("alias"),
          "\""
              + alias
              + "\" cannot be an alias: \"alias/\" and letters, digits, slashes, hyphens"
              + " and underscores; \"alias/aws/\" belongs to AWS.");
    }
    return alias;
  }

  private static int bits(YamlMap with) {
    var bits = with.optional("bits").orElse("256");
    if (!bits.equals("256") && !bits.equals("128")) {
      throw new PlanException(with.line("bits"), "An AES key has 128 or 256 bits here.");
    }
    return Integer.parseInt(bits);
  }

  /// A text in which only the plan's own values stand, with these put in.
  private String fixedText(YamlMap with, String key) {
    var given = with.require(key, "\"with\"");
    for (var name : Values.namesIn(given)) {
      if (name.contains(".")) {
        throw new PlanException(
            with.line(key),
            "\"" + key + "\" is fixed by the plan; no step's result can stand here.");
      }
    }
    requireKnown(with, key, given);
    return values.in(given);
  }

  private String reference(YamlMap with, String key) {
    return requireKnown(with, key, with.require(key, "\"compare\""));
  }

  private String requireKnown(YamlMap with, String key, String given) {
    requireKnown(with.line(key), given);
    return given;
  }

  private void requireKnown(int line, String given) {
    for (var name : Values.namesIn(given)) {
      if (!known.contains(name)) {
        throw new PlanException(
            line,
            "${"
                + name
                + "} is not known here: it is no value of the plan and no result of an"
                + " earlier step.");
      }
    }
  }

  private static void requireText(YamlMap map, String key, String where) {
    map.require(key, where);
  }

  private List<String> roleList(YamlMap map, String key) {
    var list = map.texts(key);
    for (var role : list) {
      requireRole(map.line(key), role);
    }
    if (new HashSet<>(list).size() != list.size()) {
      throw new PlanException(map.line(key), "A role stands in \"" + key + "\" twice.");
    }
    return list;
  }

  private void requireRole(int line, String id) {
    if (!roles.containsKey(id)) {
      throw new PlanException(
          line,
          "There is no role \""
              + id
              + "\"; the plan has "
              + String.join(", ", roles.keySet())
              + ".");
    }
  }

  private static void requireId(int line, String id, String what) {
    if (!ID.matcher(id).matches()) {
      throw new PlanException(
          line,
          "\"" + id + "\" cannot name a " + what + ": lower-case letters, digits and hyphens.");
    }
  }
}
