package org.xksworkbench.app.ui.screen.rotatecredential;

/// How far the rotation is. Each stage is the step that is to be done next.
enum RotationStage {
  ADD("Let the proxy accept a second credential"),
  UPDATE("Give the new credential to AWS KMS"),
  WAIT("Wait until AWS KMS uses it everywhere"),
  REMOVE("Let the proxy refuse the old credential"),
  DONE("Done");

  private final String title;

  RotationStage(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
