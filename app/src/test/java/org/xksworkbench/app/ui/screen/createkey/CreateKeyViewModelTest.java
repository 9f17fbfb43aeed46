package org.xksworkbench.app.ui.screen.createkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.kms.KeyInputs;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.policy.PolicyFinding;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.DirectTasks;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.bridge.hsm.HsmKey;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreateKeyViewModelTest {

  private static final String ALICE = "arn:aws:iam::000000000000:user/local";

  private final List<Destination> visited = new ArrayList<>();
  private final DirectTasks tasks = new DirectTasks();
  private Loop loop;
  private AttachedHsm hsm;
  private Path state;
  private ScriptedDialogs dialogs = new ScriptedDialogs();
  private KeyRecords records = KeyRecords.inMemory();

  @BeforeAll
  void start(@TempDir Path folder) {
    loop = new Loop(folder);
    hsm = loop.attachedHsm();
  }

  @BeforeEach
  void stateFolder(@TempDir Path folder) {
    state = folder;
    records = KeyRecords.inMemory();
    var token = hsm.status().token().orElseThrow().label();
    hsm.session().orElseThrow().secretKeys().stream()
        .map(HsmKey::label)
        .forEach(
            label -> records.add(new BackupRecord(Instant.EPOCH, token, label, "ada", "cloned")));
  }

  @AfterAll
  void stop() {
    hsm.close();
    loop.close();
  }

  @Test
  void method_1_creates_a_key_with_all_that_was_entered_and_shows_it() throws Exception {
    var form = form("main");
    fill(form, "fit-1", "created");
    form.goTo(Step.TAGS);
    form.edit(draft -> draft.withTags(List.of(new KeyInputs.Tag("team", "payments"))));
    form.next();
    form.setAdministrator(ALICE, true);
    form.next();
    form.edit(draft -> draft.withAccess(a -> a.withOtherAccounts(List.of("444455556666"))));
    form.next();
    form.next();
    form.next();
    var key = loop.kms().key("alias/created");
    assertThat(key.xksKeyId()).contains("fit-1");
    assertThat(key.customKeyStoreId()).contains(loop.store("main").id());
    assertThat(key.external()).isTrue();
    assertThat(key.keySpec()).isEqualTo("SYMMETRIC_DEFAULT");
    assertThat(key.keyUsage()).isEqualTo("ENCRYPT_DECRYPT");
    assertThat(key.multiRegion()).isFalse();
    assertThat(key.description()).isEqualTo("Made by a test");
    assertThat(loop.kms().tags(key.keyId())).isEqualTo(Map.of("team", "payments"));
    var json = new ObjectMapper();
    assertThat(json.readTree(loop.kms().keyPolicy(key.keyId())))
        .isEqualTo(json.readTree(form.draft().get().access().policy("aws", key.accountId())));
    assertThat(visited).containsExactly(new Destination.KeyDetail(key.keyId()));
  }

  @Test
  void method_2_asks_for_every_property_and_takes_a_connected_key_store_only() {
    var form = byHand();
    assertThat(form.steps()).contains(Step.KEY_STORE);
    assertThat(form.obstacle().getValue()).contains("origin External key store");
    form.edit(draft ->
        draft
            .withConfiguration(
                draft.configuration().with(KeyConfiguration.Origin.EXTERNAL_KEY_STORE))
            .withAcknowledged(true));
    form.next();
    assertThat(form.step().get()).isEqualTo(Step.KEY_STORE);
    form.chooseStore(loop.store("off").id());
    assertThat(form.draft().get().keyStoreId()).as("it is disconnected").isEmpty();
    assertThat(form.canGoOn().get()).isFalse();
    form.chooseStore(loop.store("main").id());
    form.next();
    assertThat(form.step().get()).isEqualTo(Step.EXTERNAL_KEY);
    form.pickExternalKey("fit-4");
    form.next();
    form.edit(draft -> draft.withAlias("by-hand"));
    form.skipToReview();
    form.next();
    assertThat(loop.kms().key("alias/by-hand").xksKeyId()).contains("fit-4");
  }

  @Test
  void a_form_with_something_in_it_asks_before_it_is_left() {
    var untouched = form("main");
    assertThat(untouched.mayLeave()).isTrue();
    assertThat(dialogs.asked()).isEmpty();
    var form = form("main");
    form.edit(draft -> draft.withAlias("half"));
    assertThat(form.mayLeave()).isFalse();
    assertThat(dialogs.asked()).singleElement().asString().contains("No KMS key was created");
  }

  @Test
  void a_key_without_a_recorded_backup_goes_into_use_only_if_the_user_says_so() {
    records = KeyRecords.inMemory();
    var form = form("main");
    fill(form, "fit-2", "unsafe");
    form.skipToReview();
    assertThat(form.step().get()).isEqualTo(Step.REVIEW);
    assertThat(form.backupMissing()).isTrue();
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).contains("without a recorded backup");
    form.next();
    assertThat(loop.kms().aliases()).doesNotContainKey("alias/unsafe");
    form.withoutBackup().set("fit-3");
    assertThat(form.canGoOn().get()).as("said of another key").isFalse();
    form.withoutBackup().set("fit-2");
    assertThat(form.canGoOn().get()).isTrue();
  }

  @Test
  void method_1_can_still_take_another_key_store() {
    var form = form("off");
    form.edit(draft -> draft.withAcknowledged(true));
    assertThat(form.canGoOn().get()).isFalse();
    form.chooseStore(loop.store("main").id());
    assertThat(form.canGoOn().get()).isTrue();
    assertThat(form.plan().keyStoreName()).isEqualTo("main");
    assertThat(candidates(form).usedBy("used")).as("looked up anew").contains("alias/used");
  }

  @Test
  void without_the_acknowledgement_there_is_no_way_on() {
    var form = form("main");
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).contains("acknowledgement");
    form.next();
    assertThat(form.step().get()).isEqualTo(Step.CONFIGURATION);
    form.skipToReview();
    assertThat(form.step().get()).isEqualTo(Step.CONFIGURATION);
  }

  @Test
  void keys_of_the_token_are_offered_with_the_reason_against_them() {
    var choices = candidates(form("main")).choices();
    assertThat(choices)
        .extracting(choice -> choice.key().label())
        .contains("fit-2", "used", "short", "one-way")
        .doesNotContain("xks-health");
    assertThat(choices)
        .extracting(ExternalKeyChoice::selectable)
        .as("those that can be chosen come first")
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(choice(choices, "used").reason()).contains("alias/used");
    assertThat(choice(choices, "used").awsError()).isEqualTo("XksKeyAlreadyInUseException");
    assertThat(choice(choices, "short").reason()).contains("128 bits");
    assertThat(choice(choices, "one-way").reason()).contains("CKA_DECRYPT");
    assertThat(choice(choices, "fit-2").selectable()).isTrue();
  }

  @Test
  void a_key_of_another_key_store_may_be_used_here_too() {
    assertThat(choice(candidates(form("main")).choices(), "stored").selectable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere, XksKeyNotFoundException",
    "used,    XksKeyAlreadyInUseException",
    "short,   XksKeyInvalidConfigurationException",
    "one-way, XksKeyInvalidConfigurationException"
  })
  void what_the_check_foretells_is_what_aws_kms_answers_and_nothing_entered_is_lost(
      String xksKeyId, String code) {
    var form = form("main");
    fill(form, xksKeyId, "refused");
    assertThat(report(form).awsError()).isEqualTo(code);
    form.next();
    assertThat(form.createProblem().get().code()).isEqualTo(code);
    assertThat(form.createProblem().get().requestId()).isNotEmpty();
    assertThat(form.draft().get().alias()).isEqualTo("refused");
    assertThat(form.draft().get().xksKeyId()).isEqualTo(xksKeyId);
    assertThat(form.canGoOn().get()).isTrue();
    assertThat(loop.kms().aliases()).doesNotContainKey("alias/refused");
    assertThat(loop.creation(state).unfinished()).isEmpty();
    assertThat(visited).isEmpty();
  }

  @Test
  void a_fit_key_is_found_fit_by_kms_proxy_and_token_with_the_time_it_took() {
    var form = form("main");
    form.pickExternalKey("fit-2");
    var report = report(form);
    assertThat(report.result()).isEqualTo(ExternalKeyCheck.Result.GOOD);
    assertThat(report.checks())
        .extracting(ExternalKeyCheck::what)
        .containsExactly("AWS KMS", "Proxy", "Token");
    assertThat(report.checks().get(1).took()).isPresent();
    assertThat(report.checks().get(1).found()).contains("ENABLED", "AES_256");
  }

  @Test
  void what_is_typed_is_checked_when_the_typing_ends() {
    var form = form("main");
    form.typeExternalKey("fi");
    form.typeExternalKey("fit-2");
    assertThat(form.report().get()).isNull();
    tasks.runScheduled();
    assertThat(report(form).xksKeyId()).isEqualTo("fit-2");
    form.typeExternalKey("no spaces allowed");
    tasks.runScheduled();
    assertThat(form.report().get()).as("no legal ID, nothing is asked").isNull();
  }

  @Test
  void of_another_proxy_nothing_is_claimed() {
    var form = form("main", OwnProxy.none());
    form.pickExternalKey("fit-2");
    assertThat(report(form).result()).isEqualTo(ExternalKeyCheck.Result.UNKNOWN);
  }

  @Test
  void a_key_store_that_was_disconnected_meanwhile_is_explained() throws InterruptedException {
    var form = form("main");
    fill(form, "fit-2", "too-late");
    var id = loop.store("main").id();
    loop.kms().perform(new KmsChange.DisconnectCustomKeyStore(id));
    awaitState(id, ConnectionState.Disconnected.class);
    try {
      form.next();
      assertThat(form.createProblem().get().code())
          .isEqualTo("CustomKeyStoreInvalidStateException");
    } finally {
      loop.kms().perform(new KmsChange.ConnectCustomKeyStore(id));
      awaitState(id, ConnectionState.Connected.class);
    }
  }

  @Test
  void a_disconnected_key_store_is_connected_first_and_the_form_says_how_it_went()
      throws InterruptedException {
    var form = form("off");
    form.edit(draft -> draft.withAcknowledged(true));
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).contains("Connect the key store");
    form.connect(loop.store("off").id());
    assertThat(form.connectedHere().get()).isTrue();
    assertThat(form.canGoOn().get()).isTrue();
    loop.kms().perform(new KmsChange.DisconnectCustomKeyStore(loop.store("off").id()));
    awaitState(loop.store("off").id(), ConnectionState.Disconnected.class);
  }

  @Test
  void a_key_store_that_cannot_connect_shows_the_error_code() {
    var form = form("broken");
    form.connect(loop.store("broken").id());
    assertThat(form.store().orElseThrow().connectionState())
        .isEqualTo(new ConnectionState.Failed("XKS_PROXY_INVALID_TLS_CONFIGURATION"));
    assertThat(form.connectedHere().get()).isFalse();
    assertThat(form.canGoOn().get()).isFalse();
  }

  @Test
  void an_alias_that_is_taken_is_refused_before_aws_kms_is_asked() {
    var form = form("main");
    form.edit(draft -> draft.withAcknowledged(true).withXksKeyId("fit-3"));
    form.next();
    form.next();
    form.edit(draft -> draft.withAlias("used"));
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.obstacle().getValue()).contains("alias/used is the alias of");
  }

  @Test
  void an_alias_that_was_taken_meanwhile_leads_to_the_unfinished_key() {
    var form = form("main");
    fill(form, "fit-3", "taken-meanwhile");
    try (var other = loop.anotherClient()) {
      other.perform(
          new KmsChange.CreateAlias("alias/taken-meanwhile", other.key("alias/stored").keyId()));
    }
    form.next();
    assertThat(visited).containsExactly(new Destination.UnfinishedKeys());
    assertThat(loop.creation(state).unfinished())
        .singleElement()
        .satisfies(left -> assertThat(left.plan().xksKeyId()).isEqualTo("fit-3"));
  }

  @Test
  void the_policy_follows_the_choices_until_it_is_edited() {
    var form = form("main");
    fill(form, "fit-2", "policy");
    form.goTo(Step.POLICY);
    form.setAdministrator(ALICE, true);
    assertThat(form.policy()).contains(ALICE).contains("kms:ScheduleKeyDeletion");
    form.edit(draft -> draft.withAccess(a -> a.withAdministratorsMayDelete(false)));
    assertThat(form.policy()).doesNotContain("kms:ScheduleKeyDeletion");
    form.editPolicy(form.policy().replace("kms:Describe*", "kms:DescribeKey"));
    assertThat(form.policyFollowsChoices()).isTrue();
    form.setUser(ALICE, true);
    assertThat(form.policyFollowsChoices()).as("the edited text has no users").isFalse();
    form.regeneratePolicy();
    assertThat(form.policy()).contains("Allow use of the key");
    assertThat(form.policyFollowsChoices()).isTrue();
  }

  @Test
  void a_policy_that_aws_kms_would_refuse_stops_the_way_and_says_why() {
    var form = form("main");
    fill(form, "fit-2", "policy");
    form.goTo(Step.POLICY);
    form.editPolicy("{");
    assertThat(form.canGoOn().get()).isFalse();
    assertThat(form.policyFindings())
        .extracting(PolicyFinding::awsError)
        .contains("MalformedPolicyDocumentException");
    form.editPolicy(form.generatedPolicy().replace("root", "user/nobody"));
    assertThat(form.obstacle().getValue()).contains("user/nobody");
    assertThat(form.commands()).as("nothing to copy that would fail").isEmpty();
  }

  @Test
  void users_and_roles_of_the_account_are_listed_when_they_are_needed() {
    var form = form("main");
    fill(form, "fit-2", "listed");
    assertThat(form.principals().get()).isInstanceOf(Loadable.Loading.class);
    form.goTo(Step.ADMINISTRATORS);
    assertThat(((Loadable.Ready<List<IamPrincipal>>) form.principals().get()).value())
        .extracting(IamPrincipal::arn)
        .containsExactly(
            "arn:aws:iam::000000000000:role/service/payments-app",
            "arn:aws:iam::000000000000:user/alice",
            ALICE);
  }

  @Test
  void users_and_roles_that_cannot_be_listed_cost_the_list_alone() {
    var form =
        new CreateKeyViewModel(
            new Destination.CreateKey(loop.store("main").id()),
            services(
                loop.ownProxy(),
                () -> {
                  throw new KmsException(
                      KmsException.Kind.REFUSED, "AccessDenied", "iam:ListUsers", "r", null);
                }),
            tasks,
            new ScriptedDialogs(),
            visited::add);
    form.load();
    fill(form, "fit-2", "no-list");
    form.goTo(Step.ADMINISTRATORS);
    assertThat(form.principals().get()).isInstanceOf(Loadable.Failed.class);
    assertThat(form.canGoOn().get()).isTrue();
    assertThat(form.policyFindings()).isEmpty();
  }

  @Test
  void an_external_key_that_was_chosen_before_is_filled_in() {
    var form =
        started(
            new Destination.CreateKey(
                java.util.Optional.of(loop.store("main").id()), java.util.Optional.of("fit-2")),
            loop.ownProxy());
    assertThat(report(form).xksKeyId()).isEqualTo("fit-2");
  }

  private CreateKeyViewModel form(String store) {
    return form(store, loop.ownProxy());
  }

  private CreateKeyViewModel form(String store, OwnProxy proxy) {
    return started(new Destination.CreateKey(loop.store(store).id()), proxy);
  }

  private CreateKeyViewModel byHand() {
    return started(Destination.CreateKey.fromKeys(), loop.ownProxy());
  }

  private CreateKeyViewModel started(Destination.CreateKey start, OwnProxy proxy) {
    visited.clear();
    dialogs = new ScriptedDialogs();
    var form =
        new CreateKeyViewModel(
            start, services(proxy, loop.aws().principals()), tasks, dialogs, visited::add);
    form.load();
    return form;
  }

  private Services services(OwnProxy proxy, org.xksworkbench.app.kms.Principals principals) {
    return new Services(
        loop.kms(),
        hsm,
        proxy,
        principals,
        new KeyCensus(loop.kms()),
        loop.creation(state),
        loop.commands(),
        records);
  }

  /// To the review.
  private static void fill(CreateKeyViewModel form, String xksKeyId, String alias) {
    form.edit(draft -> draft.withAcknowledged(true));
    form.next();
    form.pickExternalKey(xksKeyId);
    form.next();
    form.edit(draft -> draft.withAlias(alias).withDescription("Made by a test"));
    form.skipToReview();
    assertThat(form.step().get()).isEqualTo(Step.REVIEW);
  }

  private static ExternalKeyCheck.Report report(CreateKeyViewModel form) {
    return ((Loadable.Ready<ExternalKeyCheck.Report>) form.report().get()).value();
  }

  private static Candidates candidates(CreateKeyViewModel form) {
    return ((Loadable.Ready<Candidates>) form.candidates().get()).value();
  }

  private static ExternalKeyChoice choice(List<ExternalKeyChoice> choices, String label) {
    return choices.stream()
        .filter(choice -> choice.key().label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private void awaitState(String id, Class<? extends ConnectionState> state)
      throws InterruptedException {
    for (var i = 0; i < 3000 && !state.isInstance(loop.kms().keyStore(id).connectionState()); i++) {
      Thread.sleep(10); // the local KMS connects in a thread of its own and tells nobody
    }
    assertThat(loop.kms().keyStore(id).connectionState()).isInstanceOf(state);
  }
}
