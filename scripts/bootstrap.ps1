# The same bytes in every session, sent encoded on the command line without these comments. Parses on PowerShell 2.0, so that
# it can name what it found. The line's stdin is opened here and stays with the runtime.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$mode = [string]$ExecutionContext.SessionState.LanguageMode
if ($mode -ne 'FullLanguage') { '<<R1:>>{"refused":"=language-mode","found":"=' + $mode + '"}<<>>'; exit 30 }
$version = $PSVersionTable.PSVersion
if (!($version.Major -ge 7 -or ($version.Major -eq 5 -and $version.Minor -ge 1))) { '<<R1:>>{"refused":"=version","found":"=' + $version + '"}<<>>'; exit 30 }
$reader = New-Object IO.StreamReader([Console]::OpenStandardInput(), (New-Object Text.UTF8Encoding($false)))
$nonce = $reader.ReadLine()
$count = 0
if (![int]::TryParse($reader.ReadLine(), [ref]$count)) { exit 31 }
$text = New-Object char[] $count
if ($reader.ReadBlock($text, 0, $count) -ne $count) { exit 31 }
if ($reader.Read() -ne 10) { exit 31 }
& ([ScriptBlock]::Create((New-Object string (,$text)))) $reader $nonce
exit 32
