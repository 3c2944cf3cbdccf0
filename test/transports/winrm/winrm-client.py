"""A WinRM client nobody here wrote (python3-winrm, NTLM with sealed messages): runs a command (several times when told to) and prints
what came back last as JSON."""
import base64
import json
import sys
import time

import winrm


def in_one_shell(client, given):
    shell = client.open_shell(codepage=65001)
    for _ in range(given.get("times", 1)):
        command = client.run_command(shell, given["command"], given["arguments"])
        said = client.get_command_output(shell, command)
        client.cleanup_command(shell, command)
    client.close_shell(shell)
    return said


def in_sessions(session, given):
    """As its README has people do: run_cmd (and run_ps, which is run_cmd of PowerShell) opens a shell for each command."""
    for _ in range(given.get("times", 1)):
        answer = session.run_cmd(given["command"], given["arguments"])
    return answer.std_out, answer.std_err, answer.status_code


def main():
    given = json.loads(sys.stdin.readline())
    waits = {"operation_timeout_sec": given.get("operationSeconds", 20), "read_timeout_sec": 30}
    started = time.perf_counter()
    if given.get("isSession"):
        session = winrm.Session(
            given["endpoint"],
            auth=(given["user"], given["password"]),
            transport=given["transport"],
            message_encryption="auto",
            **waits,
        )
        out, error, code = in_sessions(session, given)
    else:
        client = winrm.Protocol(
            endpoint=given["endpoint"],
            transport=given["transport"],
            username=given["user"],
            password=given["password"],
            message_encryption="auto",
            **waits,
        )
        out, error, code = in_one_shell(client, given)
    seconds = time.perf_counter() - started
    reply = {"out": base64.b64encode(out).decode(), "error": error.decode(), "code": code, "seconds": seconds}
    print(json.dumps(reply))


main()
