# The same bytes in every session, sent encoded on the command line without these comments. Parses on PowerShell 2.0, so that
# it can name what it found. Stdin is opened here and stays with the runtime: read byte for byte, so that nothing of the first request
# is left in a reader's buffer.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$mode = [string]$ExecutionContext.SessionState.LanguageMode
if ($mode -ne 'FullLanguage') { '<<R1:>>{"refused":"=language-mode","found":"=' + $mode + '"}<<>>'; exit 30 }
$version = $PSVersionTable.PSVersion
if (!($version.Major -ge 7 -or ($version.Major -eq 5 -and $version.Minor -ge 1))) { '<<R1:>>{"refused":"=version","found":"=' + $version + '"}<<>>'; exit 30 }
$stdin = [Console]::OpenStandardInput()
function Read-HeadLine {
    $line = ''
    while (($byte = $stdin.ReadByte()) -ge 0 -and $byte -ne 10) { $line += [char]$byte }
    $line
}
$nonce = Read-HeadLine
$count = 0
if (![int]::TryParse((Read-HeadLine), [ref]$count)) { exit 31 }
$bytes = New-Object byte[] $count
$at = 0
while ($at -lt $count -and ($got = $stdin.Read($bytes, $at, $count - $at)) -gt 0) { $at += $got }
if ($at -ne $count -or $stdin.ReadByte() -ne 10) { exit 31 }
$text = [Text.Encoding]::ASCII.GetString($bytes)
& ([ScriptBlock]::Create($text)) $stdin $nonce $text
exit 32
