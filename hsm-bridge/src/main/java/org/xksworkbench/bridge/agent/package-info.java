/// A helper process that holds one PKCS#11 module. A vendor's library can crash or hang: then it
/// takes the helper with it and not the window, and what is lost is the login.
///
/// The channel is the helper's standard input and output. An [AgentRequest] goes in with its
/// secrets apart and unbuffered; answers come out, one JSON object a line, after one that says that
/// calls are read:
///
/// ```
/// <- @agent {"started":true}
/// -> {"id":7,"target":"HSM","session":0,"method":"login/3","args":[1,"USER",null]} and a PIN
/// <- @agent {"id":7,"result":{"session":2,…}}
/// -> {"id":8,"target":"SESSION","session":2,"method":"generateAesKey/1","leave":"prod","args":[{…}]}
/// <- @agent {"id":8,"error":{"reason":"LABEL_IN_USE","message":"…","returnCode":""}}
/// ```
///
/// The leave names the unlocked profile for which a token is changed, by
/// [org.xksworkbench.bridge.guard.TokenGuard]; without one the helper changes nothing.
///
/// Answers begin with a mark and on a line of their own, because some libraries print to standard
/// output; whatever has no mark goes to the log. The pipe is private to the two processes. The
/// helper ends when its standard input does.
@NullMarked
package org.xksworkbench.bridge.agent;

import org.jspecify.annotations.NullMarked;
