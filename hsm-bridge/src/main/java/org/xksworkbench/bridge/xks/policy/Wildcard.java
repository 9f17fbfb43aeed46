package org.xksworkbench.bridge.xks.policy;

/// A text in which `*` stands for any characters, none included, and `?` for one character. As in
/// policies of AWS (IAM User Guide, StringLike).
public record Wildcard(String pattern) {

  /// In time proportional to both lengths, whatever the pattern.
  public boolean matches(String text) {
    var p = 0;
    var t = 0;
    var star = -1;
    var resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
