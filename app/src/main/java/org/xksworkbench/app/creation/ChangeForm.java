package org.xksworkbench.app.creation;

/// In which form a change is shown to those who make it elsewhere. The titles are names of
/// products, the same in every language.
public enum ChangeForm {
  AWS_CLI("AWS CLI"),
  TERRAFORM("Terraform"),
  CLOUDFORMATION("CloudFormation");

  private final String title;

  ChangeForm(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
