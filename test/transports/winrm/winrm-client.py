"""A WinRM client nobody here wrote (python3-winrm, NTLM with sealed messages): runs a command (several times when told to) and prints
what came back last as JSON."""
import base64
import json
import sys
import time

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
    started = time.perf_counter()
    shell = client.open_shell(codepage=65001)
    for _ in range(given.get("times", 1)):
        command = client.run_command(shell, given["command"], given["arguments"])
        out, error, code = client.get_command_output(shell, command)
        client.cleanup_command(shell, command)
    client.close_shell(shell)
    seconds = time.perf_counter() - started
    reply = {"out": base64.b64encode(out).decode(), "error": error.decode(), "code": code, "seconds": seconds}
    print(json.dumps(reply))


main()
