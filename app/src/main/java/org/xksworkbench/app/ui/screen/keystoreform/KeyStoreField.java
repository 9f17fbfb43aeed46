package org.xksworkbench.app.ui.screen.keystoreform;

/// The fields of the form.
enum KeyStoreField {
  NAME,
  SERVICE,
  OWNER,
  ENDPOINT,
  PATH_PREFIX,
  ACCESS_KEY_ID,
  SECRET
}
