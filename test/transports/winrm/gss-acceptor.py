"""An NTLM acceptor nobody here wrote: gss-ntlmssp through GSSAPI. One JSON request a line, one JSON reply a line, bytes as base64."""
import base64
import json
import os
import sys
import tempfile

import gssapi

NTLM = gssapi.OID.from_int_seq("1.3.6.1.4.1.311.2.2.10")


def main():
    account = json.loads(sys.stdin.readline())
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as users:
        users.write("%(domain)s:%(user)s:%(password)s" % account)
        users.flush()
        os.environ["NTLM_USER_FILE"] = users.name
        binding = account.get("applicationData")
        bindings = None
        if binding is not None:
            bindings = gssapi.raw.ChannelBindings(application_data=base64.b64decode(binding))
        credentials = gssapi.Credentials(usage="accept", mechs=[NTLM])
        context = gssapi.SecurityContext(creds=credentials, usage="accept", channel_bindings=bindings)
        for line in sys.stdin:
            try:
                reply = answer(context, json.loads(line))
            except Exception as error:
                reply = {"error": "%s: %s" % (type(error).__name__, error)}
            print(json.dumps(reply), flush=True)


def answer(context, request):
    data = base64.b64decode(request["data"])
    if request["verb"] == "step":
        token = context.step(data)
        who = str(context.initiator_name) if context.complete else None
        return {"data": base64.b64encode(token or b"").decode(), "who": who}
    if request["verb"] == "wrap":
        return {"data": base64.b64encode(context.wrap(data, True).message).decode()}
    return {"data": base64.b64encode(context.unwrap(data).message).decode()}


main()
