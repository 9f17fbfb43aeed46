package org.xksworkbench.bridge.ceremony.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.xksworkbench.bridge.ceremony.Fingerprint;

/// What everybody together signs and must not: each breaks one rule of docs/ceremony-format.md.
///
/// @param line that must be named
record BrokenRules(
    String kind,
    String what,
    int line,
    boolean seenByReference,
    Consumer<TestBundle> change,
    Consumer<List<Draft>> drafts) {

  private static final String SIGNERS = "who signs";
  private static final String TIMES = "times";
  private static final String LISTS = "members and fields";
  private static final String ORDER = "what follows what";
  private static final String TOTALS = "what the end counts";
  private static final String PEOPLE = "people";
  private static final String PLAN = "steps against the plan";

  /// The number of the line that ends the ceremony.
  private static final int LAST = TestBundle.drafts().size();

  static List<BrokenRules> all() {
    var all = new ArrayList<BrokenRules>();
    signers(all);
    times(all);
    lists(all);
    totals(all);
    people(all);
    order(all);
    plan(all);
    demands(all);
    beacons(all);
    quorums(all);
    return all;
  }

  private static void add(
      List<BrokenRules> to,
      String kind,
      boolean seenByReference,
      int line,
      String what,
      Consumer<List<Draft>> drafts) {
    to.add(new BrokenRules(kind, what, line, seenByReference, _ -> {}, drafts));
  }

  private static void set(List<Draft> drafts, int line, Draft draft) {
    drafts.set(line - 1, draft);
  }

  private static void with(List<Draft> drafts, int line, String members) {
    set(drafts, line, drafts.get(line - 1).with(members));
  }

  private static void telling(List<Draft> drafts, int line, String fields) {
    set(drafts, line, drafts.get(line - 1).telling(fields));
  }

  private static void by(List<Draft> drafts, int line, String... persons) {
    set(drafts, line, drafts.get(line - 1).by(persons));
  }

  private static void signers(List<BrokenRules> to) {
    for (var line : List.of(5, 9, 15, 22)) {
      add(to, SIGNERS, true, line, "one person for two", drafts -> by(drafts, line, "operator"));
    }
    for (var line : List.of(2, 3, 11, 14, 16)) {
      add(
          to,
          SIGNERS,
          true,
          line,
          "a person on a line of the program",
          drafts -> by(drafts, line, "witness"));
    }
    for (var line : List.of(4, 6, 12, 20, 25)) {
      add(
          to,
          SIGNERS,
          false,
          line,
          "two people for one",
          drafts -> by(drafts, line, "witness", "auditor"));
    }
    for (var line : List.of(1, LAST)) {
      add(
          to,
          SIGNERS,
          true,
          line,
          "not everybody",
          drafts -> by(drafts, line, "operator", "witness"));
      add(
          to,
          SIGNERS,
          true,
          line,
          "another order",
          drafts -> by(drafts, line, "auditor", "operator", "witness"));
    }
    add(to, SIGNERS, true, 5, "one person twice", drafts -> by(drafts, 5, "operator", "operator"));
    add(to, SIGNERS, true, 4, "a stranger", drafts -> by(drafts, 4, "mallory"));
    add(to, SIGNERS, true, 4, "nobody", drafts -> by(drafts, 4));
    add(to, SIGNERS, false, 24, "one person ends a break", drafts -> by(drafts, 24, "auditor"));
    add(
        to,
        SIGNERS,
        true,
        10,
        "one who has left",
        drafts -> with(drafts, 9, "{'class':'people','absent':['auditor']}"));
    add(
        to,
        SIGNERS,
        false,
        9,
        "leaves by a deviation of another class",
        drafts -> with(drafts, 9, "{'absent':['auditor']}"));
    add(
        to,
        SIGNERS,
        true,
        9,
        "one leaves who is not there",
        drafts -> with(drafts, 9, "{'class':'people','absent':['mallory']}"));
  }

  private static void times(List<BrokenRules> to) {
    for (var line : List.of(5, 15, LAST)) {
      add(
          to,
          TIMES,
          true,
          line,
          "two days back",
          drafts -> with(drafts, line, "{'at':'2027-02-27T09:00:00.000Z'}"));
      add(
          to,
          TIMES,
          true,
          line,
          "the machine is younger",
          drafts -> with(drafts, line, "{'up':1}"));
    }
    add(
        to,
        TIMES,
        false,
        LAST,
        "a year ahead",
        drafts -> with(drafts, LAST, "{'at':'2028-03-01T09:00:00.000Z'}"));
    add(
        to,
        TIMES,
        false,
        LAST,
        "the machine runs ahead",
        drafts -> with(drafts, LAST, "{'up':40000}"));
    add(
        to,
        TIMES,
        false,
        5,
        "no such time",
        drafts -> with(drafts, 5, "{'at':'2027-03-01T09:61:00.000Z'}"));
    add(to, TIMES, true, 5, "no time", drafts -> with(drafts, 5, "{'at':'9 o’clock'}"));
    add(to, TIMES, false, 15, "another gap", drafts -> with(drafts, 15, "{'gap':5}"));
    add(
        to,
        TIMES,
        false,
        13,
        "an authorisation of an hour ago",
        drafts -> {
          for (var line = 13; line <= drafts.size(); line++) {
            with(
                drafts,
                line,
                "{'at':'2027-03-01T10:00:%02d.000Z','up':%d}"
                    .formatted(line, 3_600_000 + line * 1000));
          }
        });
  }

  private static void lists(List<BrokenRules> to) {
    add(to, LISTS, true, 1, "another format", drafts -> with(drafts, 1, "{'format':3}"));
    for (var line : List.of(1, 4, 9, 17, LAST)) {
      add(
          to,
          LISTS,
          false,
          line,
          "a member too many",
          drafts -> with(drafts, line, "{'note':'x'}"));
      add(
          to,
          LISTS,
          false,
          line,
          "a field too many",
          drafts -> telling(drafts, line, "{'note':'x'}"));
    }
    add(to, LISTS, false, 4, "no page", drafts -> set(drafts, 4, drafts.get(3).without("shown")));
    add(
        to,
        LISTS,
        false,
        9,
        "no reason",
        drafts -> set(drafts, 9, drafts.get(8).without("reason")));
    add(
        to,
        LISTS,
        false,
        1,
        "no name",
        drafts -> set(drafts, 1, drafts.getFirst().without("name.witness")));
    add(
        to,
        LISTS,
        false,
        8,
        "differences that are not told",
        drafts -> set(drafts, 8, drafts.get(7).without("difference")));
    add(
        to,
        LISTS,
        false,
        8,
        "more differences than are told",
        drafts -> with(drafts, 8, "{'differs':2}"));
    add(
        to,
        LISTS,
        false,
        9,
        "a reason that is a number",
        drafts -> telling(drafts, 9, "{'reason':7}"));
    add(to, LISTS, false, 5, "an unknown move", drafts -> with(drafts, 5, "{'move':'lend'}"));
    add(to, LISTS, false, 5, "a step that is none", drafts -> with(drafts, 5, "{'step':'A b'}"));
    add(
        to,
        LISTS,
        false,
        21,
        "a head that was not compared",
        drafts -> with(drafts, 21, "{'head':'not-compared'}"));
    add(
        to,
        LISTS,
        false,
        23,
        "an unknown kind",
        drafts ->
            set(
                drafts,
                23,
                Draft.of("blessing", "auditor", "{'step':'generate'}", "{'text':'x'}")));
    add(
        to,
        LISTS,
        true,
        4,
        "a key on a later line",
        drafts -> with(drafts, 4, "{'run':'" + TestKey.ed25519().publicKey() + "'}"));
    add(to, LISTS, true, 4, "people on a later line", drafts -> with(drafts, 4, "{'people':[]}"));
    add(
        to,
        LISTS,
        false,
        5,
        "a photo that nobody took",
        drafts -> telling(drafts, 5, "{'photo':3}"));
    add(
        to,
        LISTS,
        false,
        6,
        "an attachment of another line",
        drafts -> with(drafts, 6, "{'file':'attachments/001-bag.jpg'}"));
    add(
        to,
        LISTS,
        false,
        22,
        "a stranger stays",
        drafts -> telling(drafts, 22, "{'staying':['operator','mallory']}"));
    add(
        to,
        LISTS,
        false,
        11,
        "the wrong secret of a stranger",
        drafts -> with(drafts, 11, "{'person':'mallory'}"));
    add(
        to,
        LISTS,
        false,
        1,
        "a ceremony at the local KMS",
        drafts -> with(drafts, 1, "{'counts':'ceremony','kms':'local'}"));
    add(
        to,
        LISTS,
        false,
        1,
        "a ceremony in a program with an agent",
        drafts -> {
          with(drafts, 1, "{'counts':'ceremony'}");
          telling(drafts, 1, "{'env.jvmOptions':'-javaagent:x.jar'}");
        });
    add(
        to,
        LISTS,
        false,
        1,
        "a ceremony under a variable",
        drafts -> {
          with(drafts, 1, "{'counts':'ceremony'}");
          telling(drafts, 1, "{'env.variables':'JDK_JAVA_OPTIONS'}");
        });
    add(
        to,
        LISTS,
        false,
        1,
        "a ceremony on a token in software",
        drafts -> {
          with(drafts, 1, "{'counts':'ceremony'}");
          telling(drafts, 1, "{'env.tokenModel':'SoftHSM v2'}");
        });
  }

  private static void totals(List<BrokenRules> to) {
    for (var count : List.of("steps", "deviations", "resumptions", "wrongSecrets")) {
      add(to, TOTALS, false, LAST, count, drafts -> with(drafts, LAST, "{'" + count + "':0}"));
    }
    add(
        to,
        TOTALS,
        false,
        LAST,
        "tally",
        drafts -> with(drafts, LAST, "{'tally':{'operator':1,'witness':1,'auditor':1}}"));
    add(to, TOTALS, false, LAST, "outcome", drafts -> with(drafts, LAST, "{'outcome':'aborted'}"));
    add(to, TOTALS, true, LAST - 1, "no end", drafts -> drafts.remove(LAST - 1));
    add(
        to,
        TOTALS,
        true,
        LAST + 1,
        "a line behind the end",
        drafts -> drafts.add(Draft.of("remark", "auditor", "{'step':'generate'}", "{'text':'x'}")));
  }

  private static void people(List<BrokenRules> to) {
    for (var name :
        List.of(
            "ANNA BERG",
            "Annaberg",
            "Anna-Berg",
            "Anna  Kun",
            "An\u200bna",
            "\u0410nna",
            "e\u0301",
            "A",
            "\ufb01ne")) {
      add(
          to,
          PEOPLE,
          false,
          1,
          "a name: " + name,
          drafts -> telling(drafts, 1, "{'name.witness':'" + name + "'}"));
    }
    to.add(
        new BrokenRules(
            PEOPLE,
            "two with one key",
            1,
            true,
            bundle -> bundle.scribe.persons.put("auditor", bundle.scribe.persons.get("witness")),
            _ -> {}));
  }

  private static void order(List<BrokenRules> to) {
    add(to, ORDER, true, 5, "a second header", drafts -> drafts.add(4, drafts.getFirst()));
    add(to, ORDER, false, 12, "no authorisation", drafts -> drafts.remove(11));
    add(
        to,
        ORDER,
        false,
        14,
        "an authorisation before a deviation",
        drafts -> drafts.add(12, drafts.get(8)));
    add(
        to,
        ORDER,
        false,
        14,
        "an act that somebody refused",
        drafts ->
            drafts.add(
                12,
                Draft.of(
                    "refused",
                    "auditor",
                    "{'step':'generate','of':'authorise'}",
                    "{'shown':'" + "0c".repeat(32) + "','reason':'The label is wrong.'}")));
    add(
        to,
        ORDER,
        false,
        8,
        "an act without an outcome",
        drafts -> {
          drafts.remove(8);
          drafts.remove(7);
        });
    add(to, ORDER, false, 7, "an outcome without an act", drafts -> drafts.remove(6));
    add(to, ORDER, false, 9, "a difference that nobody agreed on", drafts -> drafts.remove(8));
    add(
        to,
        ORDER,
        false,
        7,
        "attempts that are not counted",
        drafts -> with(drafts, 7, "{'attempt':3}"));
    add(to, ORDER, false, 16, "an outcome that was not asked for", drafts -> drafts.remove(15));
    add(
        to,
        ORDER,
        false,
        17,
        "found done, and not said so",
        drafts -> with(drafts, 17, "{'recovered':false}"));
    add(
        to,
        ORDER,
        false,
        3,
        "found done, and not asked",
        drafts -> with(drafts, 3, "{'recovered':true}"));
    add(
        to,
        ORDER,
        false,
        21,
        "done twice",
        drafts -> {
          drafts.add(19, TestBundle.authorised("generate", "witness"));
          drafts.add(20, TestBundle.begun("generate", "generate-key", 2, true));
        });
    add(
        to,
        ORDER,
        false,
        5,
        "confirmed before it was done",
        drafts -> drafts.add(4, TestBundle.confirmed("label", "witness")));
    add(
        to,
        ORDER,
        false,
        20,
        "confirmed twice by one",
        drafts -> drafts.add(19, TestBundle.confirmed("generate", "witness")));
    add(
        to,
        ORDER,
        false,
        15,
        "resumed behind another line",
        drafts -> with(drafts, 15, "{'after':3}"));
    add(
        to,
        ORDER,
        false,
        21,
        "an act in a pause",
        drafts -> drafts.addAll(20, TestBundle.step("room", "enter", "'fact.place':'Room 4'")));
    add(to, ORDER, false, 20, "goes on without a pause", drafts -> drafts.remove(19));
    add(
        to,
        ORDER,
        false,
        7,
        "goes on behind an abort",
        drafts ->
            drafts.add(
                5, Draft.of("aborted", "operator witness", "{}", "{'reason':'The bag is torn.'}")));
  }

  /// What everybody signs and what the plan does not say.
  private static void plan(List<BrokenRules> to) {
    plan(to, 1, "another title", drafts -> telling(drafts, 1, "{'title':'AES-128 key'}"));
    plan(to, 1, "another value", drafts -> telling(drafts, 1, "{'value.label':'payments'}"));
    plan(to, 4, "the first step is left out", drafts -> drafts.subList(1, 4).clear());
    plan(to, 29, "the last step is left out", drafts -> drafts.subList(28, 32).clear());
    plan(
        to,
        2,
        "two steps change places",
        drafts -> {
          var clock = List.copyOf(drafts.subList(6, 10));
          drafts.subList(6, 10).clear();
          drafts.addAll(1, clock);
        });
    plan(
        to,
        29,
        "the last step is left out, as people agree",
        drafts -> {
          drafts.subList(28, 32).clear();
          drafts.add(
              28,
              Draft.of(
                  "deviated",
                  "operator witness",
                  "{'step':'end','class':'script','skips':true,'absent':[]}",
                  "{'reason':'It is late.'}"));
        });
    plan(to, 4, "confirmed by another role", drafts -> by(drafts, 4, "auditor"));
    plan(to, 24, "a confirmation is left out", drafts -> drafts.remove(18));
    plan(to, 12, "authorised by another role", drafts -> by(drafts, 12, "operator"));
    plan(
        to, 13, "authorised by another role and by no other", drafts -> by(drafts, 12, "operator"));
    plan(to, 2, "another act", drafts -> with(drafts, 2, "{'action':'say'}"));
    plan(to, 2, "an act that can be undone", drafts -> with(drafts, 2, "{'irreversible':true}"));
    plan(
        to,
        13,
        "less is expected",
        drafts -> set(drafts, 13, drafts.get(12).without("expect.extractable")));
    plan(
        to,
        13,
        "something else is expected",
        drafts -> telling(drafts, 13, "{'expect.type':'AES-128'}"));
    plan(
        to,
        8,
        "a difference that is not told",
        drafts -> {
          with(drafts, 8, "{'differs':0}");
          set(drafts, 8, drafts.get(7).without("difference"));
        });
    plan(
        to,
        17,
        "another key than is expected, and nobody says so",
        drafts -> telling(drafts, 17, "{'fact.type':'AES-128'}"));
    plan(
        to,
        17,
        "what is expected is not told",
        drafts -> set(drafts, 17, drafts.get(16).without("fact.probe")));
    plan(
        to,
        3,
        "what this kind of step never tells",
        drafts -> telling(drafts, 3, "{'fact.rumour':'x'}"));
    plan(
        to,
        23,
        "a remark on a step that there is not",
        drafts -> with(drafts, 23, "{'step':'rumour'}"));
    plan(
        to,
        27,
        "another hash than the one that was written down",
        drafts -> telling(drafts, 27, "{'fact.sha256':'" + "cd".repeat(32) + "'}"));
    plan(to, 26, "nothing was written down of what is elsewhere", drafts -> drafts.remove(24));
    plan(to, 5, "custody in a later step", drafts -> with(drafts, 5, "{'step':'end'}"));
    plan(
        to,
        11,
        "a step is confirmed once more when it is over",
        drafts -> drafts.add(10, TestBundle.confirmed("room", "auditor")));
    plan(
        to,
        4,
        "an act is done once more",
        drafts -> {
          drafts.addAll(3, TestBundle.step("room", "enter", "'fact.place':'Room 5'"));
          with(drafts, 4, "{'attempt':2}");
        });
  }

  /// What a plan demands of people, who did not meet it.
  private static void demands(List<BrokenRules> to) {
    demand(
        to,
        1,
        "another key than the plan names",
        "values:",
        "keys: {auditor: %s}\nvalues:".formatted("0a".repeat(32)),
        _ -> {});
    demand(
        to,
        15,
        "resumed without all whom the plan names",
        "values:",
        "resume: [operator, auditor]\nvalues:",
        drafts -> by(drafts, 15, "operator", "witness"));
  }

  private static void beacons(List<BrokenRules> to) {
    beacon(to, "nothing is told", "");
    beacon(to, "no value is told", BeaconBundle.FACTS.replaceFirst(",'fact.value'.*", ""));
    beacon(to, "another source than the plan's", BeaconBundle.FACTS.replace("quicknet", "default"));
    beacon(
        to, "a value that everybody guesses", BeaconBundle.FACTS.replaceFirst("8f21[^']*", "8f21"));
  }

  private static void beacon(List<BrokenRules> to, String what, String facts) {
    to.add(
        new BrokenRules(
            PLAN,
            "a beacon: " + what,
            3,
            false,
            bundle -> bundle.plan = BeaconBundle.plan(BeaconBundle.ROOM),
            BeaconBundle.told(BeaconBundle.ROOM, facts)::accept));
  }

  /// The witness makes the key, and the two others must agree.
  private static void quorums(List<BrokenRules> to) {
    quorum(to, 13, "nobody of it agreed", List.of());
    quorum(to, 14, "one agreed", List.of(TestBundle.authorised("generate", "operator")));
    quorum(
        to,
        15,
        "one agreed twice",
        List.of(
            TestBundle.authorised("generate", "operator"),
            TestBundle.authorised("generate", "operator")));
    quorum(
        to,
        17,
        "it agreed before a deviation",
        List.of(
            TestBundle.authorised("generate", "operator"),
            TestBundle.authorised("generate", "auditor"),
            Draft.of(
                "deviated",
                "operator witness",
                "{'step':'generate','class':'script','skips':false,'absent':[]}",
                "{'reason':'The script has another label.'}"),
            TestBundle.authorised("generate", "witness")));
  }

  /// @param before the act, behind the authorisation of who makes the key
  private static void quorum(List<BrokenRules> to, int line, String what, List<Draft> before) {
    demand(
        to,
        line,
        "a quorum: " + what,
        "by: witness\n    confirm: [auditor]",
        "by: witness\n    quorum: {of: [operator, auditor], need: 2}\n    confirm: [auditor]",
        drafts -> drafts.addAll(12, before));
  }

  /// @param text of the plan, in whose place another one stands
  private static void demand(
      List<BrokenRules> to,
      int line,
      String what,
      String text,
      String instead,
      Consumer<List<Draft>> drafts) {
    var plan = TestBundle.planWith(text, instead);
    to.add(
        new BrokenRules(
            PLAN,
            what,
            line,
            false,
            bundle -> bundle.plan = plan,
            all -> {
              with(all, 1, "{'plan':'" + Fingerprint.of(plan) + "'}");
              drafts.accept(all);
            }));
  }

  private static void plan(
      List<BrokenRules> to, int line, String what, Consumer<List<Draft>> drafts) {
    add(to, PLAN, false, line, what, drafts);
  }
}
