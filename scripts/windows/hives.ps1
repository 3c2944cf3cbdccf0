# Hive files, by reg.exe: it asks for the two privileges itself (an elevated administrator has them), and nothing here needs a call past PowerShell.
# An exit code decides and what is there afterwards, never its words.
function Mount-HiveFile([string]$name, [string]$file) {
    [void](Invoke-SystemTool 'reg.exe' @('load', ('HKU\{0}' -f $name), $file))
    if (-not (Test-RegistryKey 'HKU' 64 $name)) { throw 'it is not there after it was loaded' }
}

# Every handle of ours is closed after its one call; what .NET still holds goes with the collection. One that is gone already needs nothing.
function Dismount-HiveFile([string]$name) {
    [GC]::Collect()
    [GC]::WaitForPendingFinalizers()
    if (Test-RegistryKey 'HKU' 64 $name) { [void](Invoke-SystemTool 'reg.exe' @('unload', ('HKU\{0}' -f $name))) }
}

# Somebody has the file open: a sharing violation, 32.
function Test-HiveFileInUse([string]$file) {
    try {
        $stream = [System.IO.File]::Open($file, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]::None)
        $stream.Close()
        return $false
    }
    catch [System.IO.IOException] { return ($_.Exception.GetBaseException().HResult -band 65535) -eq 32 }
    catch { return $false }
}

# '' when it cannot be told. A domain that does not answer costs seconds, so whoever asks for many has to stop somewhere.
function Find-AccountName([string]$sid) {
    try {
        $identifier = New-Object System.Security.Principal.SecurityIdentifier $sid
        return $identifier.Translate([System.Security.Principal.NTAccount]).Value
    }
    catch { return '' }
}

function Expand-SystemText([string]$text) { return [Environment]::ExpandEnvironmentVariables($text) }
