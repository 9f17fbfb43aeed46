package org.xksworkbench.bridge.localkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.bridge.localkms.LocalKmsFixture.assertFault;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.Tag;

/// Tags.
class TagsTest {

  @RegisterExtension static final LocalKmsFixture fixture = new LocalKmsFixture();

  private final KmsClient kms = fixture.kms();

  @Test
  void tags_are_given_at_creation_changed_and_taken_away() {
    var key = kms.createKey(r -> r.tags(tag("team", "payments"))).keyMetadata().keyId();
    kms.tagResource(r -> r.keyId(key).tags(tag("team", "archive"), tag("cost", "4711")));
    assertThat(tagsOf(key)).containsExactly(tag("cost", "4711"), tag("team", "archive"));
    kms.untagResource(r -> r.keyId(key).tagKeys("team", "never-there"));
    assertThat(tagsOf(key)).containsExactly(tag("cost", "4711"));
  }

  @Test
  void tags_are_listed_in_pages() {
    var tags = IntStream.range(0, 3).mapToObj(i -> tag("k" + i, "")).toList();
    var key = kms.createKey(r -> r.tags(tags)).keyMetadata().keyId();
    assertThat(kms.listResourceTagsPaginator(r -> r.keyId(key).limit(2)).tags())
        .containsExactlyElementsOf(tags);
    assertFault("ValidationException", () -> kms.listResourceTags(r -> r.keyId(key).limit(51)));
  }

  @Test
  void tags_that_aws_keeps_to_itself_that_come_twice_or_have_odd_letters_are_refused() {
    var key = fixture.newOrdinaryKey().keyId();
    for (var refused :
        List.of(
            List.of(tag("aws:team", "x")),
            List.of(tag("AWS:team", "x")),
            List.of(tag("twice", "1"), tag("twice", "2")),
            List.of(tag("odd<", "x")),
            List.of(tag("odd", "x\n")))) {
      assertFault("TagException", () -> kms.tagResource(r -> r.keyId(key).tags(refused)));
      assertFault("TagException", () -> kms.createKey(r -> r.tags(refused)));
    }
    assertThat(tagsOf(key)).isEmpty();
  }

  @Test
  void a_key_has_fifty_tags_at_most() {
    var fifty = IntStream.range(0, 50).mapToObj(i -> tag("k" + i, "v")).toList();
    var key = kms.createKey(r -> r.tags(fifty)).keyMetadata().keyId();
    assertFault("TagException", () -> kms.tagResource(r -> r.keyId(key).tags(tag("one", "more"))));
    kms.tagResource(r -> r.keyId(key).tags(tag("k0", "changed")));
  }

  @Test
  void a_key_that_is_pending_deletion_keeps_its_tags() {
    var key = kms.createKey(r -> r.tags(tag("team", "payments"))).keyMetadata().keyId();
    kms.scheduleKeyDeletion(r -> r.keyId(key));
    var code = "KMSInvalidStateException";
    assertFault(code, () -> kms.tagResource(r -> r.keyId(key).tags(tag("a", "b"))));
    assertFault(code, () -> kms.untagResource(r -> r.keyId(key).tagKeys("team")));
    assertThat(tagsOf(key)).hasSize(1);
  }

  private List<Tag> tagsOf(String keyId) {
    return kms.listResourceTags(r -> r.keyId(keyId)).tags();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().tagKey(key).tagValue(value).build();
  }
}
