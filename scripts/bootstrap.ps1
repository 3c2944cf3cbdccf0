# The same bytes in every session, sent encoded on the command line without these comments. Parses on PowerShell 2.0, so that
# it can name what it found. Stdin is opened here and stays with the runtime: read byte for byte, so that nothing of the first request
# is left in a reader's buffer.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
function Stop-Start($why, $found) { '<<R1:>>{"refused":"=' + $why + '","found":"=' + $found + '"}<<>>'; exit 30 }
$mode = [string]$ExecutionContext.SessionState.LanguageMode
if ($mode -ne 'FullLanguage') { Stop-Start 'language-mode' $mode }
$ps = $PSVersionTable.PSVersion
if (!($ps.Major -ge 7 -or ($ps.Major -eq 5 -and $ps.Minor -ge 1))) { Stop-Start 'version' $ps }
$stdin = [Console]::OpenStandardInput()
function Read-Head {
    $line = ''
    while (($byte = $stdin.ReadByte()) -ge 0 -and $byte -ne 10) { $line += [char]$byte }
    $line
}
$nonce = Read-Head
$count = 0
if (![int]::TryParse((Read-Head), [ref]$count)) { exit 31 }
$bytes = New-Object byte[] $count
$at = 0
while ($at -lt $count -and ($got = $stdin.Read($bytes, $at, $count - $at)) -gt 0) { $at += $got }
if ($at -ne $count -or $stdin.ReadByte() -ne 10) { exit 31 }
$text = [Text.Encoding]::ASCII.GetString($bytes)
# An antivirus program that will not have the runtime says so here, by the name of an error: its words are translated.
try { & ([ScriptBlock]::Create($text)) $stdin $nonce $text }
catch [Management.Automation.ParseException] { Stop-Start 'script' $_.FullyQualifiedErrorId }
exit 32
