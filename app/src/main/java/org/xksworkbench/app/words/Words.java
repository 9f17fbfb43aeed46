package org.xksworkbench.app.words;

import java.util.ResourceBundle;

/// What users read on one screen: the resource bundle `words` of its package, in the language of
/// the user.
public final class Words {

  private final ResourceBundle bundle;
  private final Language language;

  private Words(ResourceBundle bundle, Language language) {
    this.bundle = bundle;
    this.language = language;
  }

  /// @param member any class of the package
  public static Words of(Class<?> member) {
    return of(member, Language.current());
  }

  static Words of(Class<?> member, Language language) {
    return new Words(
        ResourceBundle.getBundle(member.getPackageName() + ".words", language.bundle()), language);
  }

  /// What something is called, and what is to be known of it.
  public record NamedText(String name, String about) {}

  /// The texts `key.name` and `key.about`.
  ///
  /// @throws java.util.MissingResourceException if one of them is missing
  public NamedText namedText(String key) {
    return new NamedText(text(key + ".name"), text(key + ".about"));
  }

  /// @param values what stands in the text, as `java.util.Formatter` takes it; where there are
  ///   several, the text tells them by number, since another language has another order
  /// @throws java.util.MissingResourceException if there is no such text
  public String text(String key, Object... values) {
    var text = bundle.getString(key);
    return values.length == 0 ? text : String.format(language.formats(), text, values);
  }
}
