"""A host's side of Kerberos that nobody here wrote: MIT's, through GSSAPI. One JSON request a line, one JSON reply a line, bytes as base64."""
import base64
import json
import sys

import gssapi
from gssapi.raw import IOV, IOVBufferType, ChannelBindings, unwrap_iov, wrap_iov

KRB5 = gssapi.OID.from_int_seq("1.2.840.113554.1.2.2")
SPNEGO = gssapi.OID.from_int_seq("1.3.6.1.5.5.2")


def main():
    settings = json.loads(sys.stdin.readline())
    binding = settings.get("applicationData")
    bindings = None if binding is None else ChannelBindings(application_data=base64.b64decode(binding))
    credentials = gssapi.Credentials(usage="accept", mechs=[KRB5, SPNEGO], store={"keytab": settings["keytab"]})
    print(json.dumps({"ready": True}), flush=True)
    contexts = {}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            known = contexts.get(request["id"])
            if known is None:
                known = gssapi.SecurityContext(creds=credentials, usage="accept", channel_bindings=bindings)
                contexts[request["id"]] = known
            reply = answer(known, request)
        except Exception as error:
            token = getattr(error, "token", None)
            reply = {"error": "%s: %s" % (type(error).__name__, error), "token": encoded(token)}
        print(json.dumps(reply), flush=True)


def answer(context, request):
    data = base64.b64decode(request["data"])
    if request["verb"] == "step":
        token = context.step(data)
        done = context.complete
        return {"token": encoded(token), "who": str(context.initiator_name) if done else None,
                "service": str(context.target_name) if done else None}
    # The layout of WinRM: what is added stands in one piece in front of as many sealed bytes as the message has.
    if request["verb"] == "wrap":
        message = IOV(IOVBufferType.header, data, std_layout=False)
        wrap_iov(context, message, confidential=True)
        return {"header": encoded(message[0].value), "data": encoded(message[1].value)}
    message = IOV((IOVBufferType.header, False, base64.b64decode(request["header"])), data, std_layout=False)
    opened = unwrap_iov(context, message)
    if not opened.encrypted:
        raise ValueError("signed only")
    return {"data": encoded(message[1].value)}


def encoded(data):
    return base64.b64encode(data or b"").decode()


main()
