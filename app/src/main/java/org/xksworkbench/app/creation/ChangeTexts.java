package org.xksworkbench.app.creation;

import java.util.List;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsEndpoint;

/// What is done here, as text in each form. All forms are made from the same values, and nothing
/// but the AWS CLI's was ever run by this project.
public final class ChangeTexts {

  private final AwsCommands commands;
  private final Terraform terraform;

  /// @param profile of the user's AWS files; the stand-in needs none
  public ChangeTexts(String profile, KmsEndpoint endpoint) {
    this.commands = new AwsCommands(profile, endpoint);
    this.terraform = new Terraform(profile, endpoint);
  }

  /// The AWS CLI alone has a text for every change.
  public AwsCommands commands() {
    return commands;
  }

  /// A key that is to be made.
  public String creating(ChangeForm form, KeyPlan plan) {
    return switch (form) {
      case AWS_CLI -> commands.creating(plan);
      case TERRAFORM -> terraform.creating(plan.createKey(), plan.alias());
      case CLOUDFORMATION -> CloudFormation.creating(plan.alias());
    };
  }

  /// A key store that is to be made. Its secret stands in none of the forms.
  public String creating(ChangeForm form, KmsChange.CreateCustomKeyStore store) {
    return switch (form) {
      case AWS_CLI -> commands.of(store);
      case TERRAFORM -> terraform.creating(store);
      case CLOUDFORMATION -> CloudFormation.keyStore();
    };
  }

  /// A key that exists. The AWS CLI makes another like it; the others take this one over.
  public String existing(ChangeForm form, ExistingKey key) {
    return switch (form) {
      case AWS_CLI -> commands.creating(key.plan());
      case TERRAFORM -> terraform.existing(List.of(key));
      case CLOUDFORMATION -> CloudFormation.existing(List.of(key));
    };
  }

  /// Keys that exist, to be taken over. The AWS CLI has no such thing.
  public String existing(ChangeForm form, List<ExistingKey> keys) {
    return switch (form) {
      case AWS_CLI -> throw new IllegalArgumentException("The AWS CLI takes nothing over");
      case TERRAFORM -> terraform.existing(keys);
      case CLOUDFORMATION -> CloudFormation.existing(keys);
    };
  }
}
