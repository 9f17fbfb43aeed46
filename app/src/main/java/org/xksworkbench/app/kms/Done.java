package org.xksworkbench.app.kms;

/// What AWS KMS answers where it has nothing to tell but that it is done.
public enum Done {
  DONE
}
