package org.xksworkbench.app.kms;

/// Who asks (STS GetCallerIdentity).
public record CallerIdentity(String account, String arn) {}
