"""A WinRM client nobody here wrote (python3-winrm, NTLM with sealed messages): runs one command and prints what came back as JSON."""
import base64
import json
import sys

import winrm


def main():
    given = json.loads(sys.stdin.readline())
    client = winrm.Protocol(
        endpoint=given["endpoint"],
        transport=given["transport"],
        username=given["user"],
        password=given["password"],
        message_encryption="auto",
        operation_timeout_sec=1,
        read_timeout_sec=20,
    )
    shell = client.open_shell(codepage=65001)
    command = client.run_command(shell, given["command"], given["arguments"])
    out, error, code = client.get_command_output(shell, command)
    client.cleanup_command(shell, command)
    client.close_shell(shell)
    print(json.dumps({"out": base64.b64encode(out).decode(), "error": error.decode(), "code": code}))


main()
