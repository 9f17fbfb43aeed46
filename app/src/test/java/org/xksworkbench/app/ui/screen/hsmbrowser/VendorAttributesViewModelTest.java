package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xksworkbench.app.ui.screen.hsmbrowser.BrowserOnLoop.row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.xksworkbench.app.ui.dialog.ScriptedDialogs;

@ExtendWith(BrowserOnLoop.SharedBrowser.class)
class VendorAttributesViewModelTest {

  private final BrowserOnLoop on;

  VendorAttributesViewModelTest(BrowserOnLoop on) {
    this.on = on;
  }

  @Test
  void what_is_no_list_of_numbers_is_refused() {
    var browser = on.shown(new ScriptedDialogs(), "fit-1");
    browser.detail().vendorAttributes().read("0x80000001, CKA_VENDOR");
    assertThat(browser.messages().problem().get().headline())
        .isEqualTo("“0x80000001, CKA_VENDOR” is no list of numbers");
  }

  @Test
  void an_attribute_that_a_standard_names_is_refused() {
    var browser = on.shown(new ScriptedDialogs(), "fit-1");
    browser.detail().vendorAttributes().read("0x11");
    assertThat(browser.messages().problem().get().causes().getFirst())
        .contains("0x00000011 is no attribute of a vendor");
  }

  @Test
  void the_object_is_shown_as_it_answered_and_no_object_is_read_again() {
    var browser = on.shown(new ScriptedDialogs(), "fit-1");
    var asked = row(browser, "fit-1");
    var other = row(browser, "fit-2");
    browser.detail().vendorAttributes().read("0x80000001");
    assertThat(browser.messages().problem().get()).isNull();
    assertThat(row(browser, "fit-1")).isNotSameAs(asked);
    assertThat(browser.objects().selected().get()).isSameAs(row(browser, "fit-1"));
    assertThat(row(browser, "fit-2")).isSameAs(other);
  }
}
