# The host's own record below %ProgramData%\Setright. Anybody may create a folder in ProgramData: what stands there is used only when its
# owner and its access rules are ours.
$recordSddl = 'O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'
$recordOwners = @('S-1-5-18', 'S-1-5-32-544')

function Get-RecordRoot { return [System.IO.Path]::Combine([Environment]::GetFolderPath('CommonApplicationData'), 'Setright') }

function Get-RecordPath([string]$path) { return [System.IO.Path]::Combine((Get-RecordRoot), $path) }

# The protected rules come into being with the folder; a folder that is there already is left as it is, and looked at.
function New-RecordFolder([string]$folder) {
    if (-not [System.IO.Directory]::Exists($folder)) {
        $security = New-Object System.Security.AccessControl.DirectorySecurity
        $security.SetSecurityDescriptorSddlForm($recordSddl)
        $info = New-Object System.IO.DirectoryInfo $folder
        if ($PSVersionTable.PSEdition -ceq 'Core') { [System.IO.FileSystemAclExtensions]::Create($info, $security) } else { $info.Create($security) }
    }
    Assert-RecordFolder $folder
}

function Assert-RecordFolder([string]$folder) {
    if (([System.IO.File]::GetAttributes($folder) -band [System.IO.FileAttributes]::ReparsePoint) -ne 0) { throw (New-HostError 'record-failed' ('{0} is a link that we did not make; remove it' -f $folder)) }
    $acl = Get-Acl -LiteralPath $folder
    $sid = [System.Security.Principal.SecurityIdentifier]
    $isOurs = $acl.AreAccessRulesProtected -and $recordOwners -ccontains $acl.GetOwner($sid).Value
    foreach ($rule in $acl.GetAccessRules($true, $true, $sid)) {
        if ([string]$rule.AccessControlType -ceq 'Allow' -and $recordOwners -cnotcontains $rule.IdentityReference.Value) { $isOurs = $false }
    }
    if (-not $isOurs) { throw (New-HostError 'record-failed' ('{0} belongs to, or lets in, others than SYSTEM and Administrators; somebody else made it. Look at it, then remove it' -f $folder)) }
}

function Get-FolderName([string]$folder) { return [System.IO.Path]::GetFileName($folder) }

# The folders on the way to a file, the root first.
function Get-RecordFolders([string]$path) {
    Get-RecordRoot
    $cut = $path.LastIndexOf([char]92)
    if ($cut -ge 0) { Get-RecordPath $path.Substring(0, $cut) }
}

function Test-RecordFolders([string]$path) {
    foreach ($folder in @(Get-RecordFolders $path)) {
        if (-not [System.IO.Directory]::Exists($folder)) { return $false }
        Assert-RecordFolder $folder
    }
    return $true
}

# Who only looks has no mutex: it neither stands in the way of whoever writes, replaces or removes the file meanwhile, nor is kept out by him.
function Read-RecordText([string]$path) {
    if (-not (Test-RecordFolders $path)) { return }
    $file = Get-RecordPath $path
    if (-not [System.IO.File]::Exists($file)) { return }
    try { $stream = [System.IO.File]::Open($file, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, ([System.IO.FileShare]'ReadWrite, Delete')) }
    catch [System.IO.FileNotFoundException] { return }
    try { return (New-Object System.IO.StreamReader $stream).ReadToEnd() } finally { $stream.Dispose() }
}

function Save-RecordText([string]$path, [string]$text) { Save-RecordBytes $path ([System.Text.Encoding]::ASCII.GetBytes($text)) }

# For regedit and for people: UTF-16 that says so.
function Save-WideText([string]$path, [string]$text) { Save-RecordBytes $path ([System.Text.Encoding]::Unicode.GetBytes([string][char]0xfeff + $text)) }

# Whole or not at all, and on the disk when this returns.
function Save-RecordBytes([string]$path, [byte[]]$bytes) {
    foreach ($folder in @(Get-RecordFolders $path)) { New-RecordFolder $folder }
    $file = Get-RecordPath $path
    $temporary = '{0}.{1}.tmp' -f $file, $PID
    try { Write-Flushed $temporary ([System.IO.FileMode]::Create) $bytes }
    catch {
        try { [System.IO.File]::Delete($temporary) } catch { }
        throw
    }
    if ([System.IO.File]::Exists($file)) { [System.IO.File]::Replace($temporary, $file, [NullString]::Value) } else { [System.IO.File]::Move($temporary, $file) }
}

function Add-RecordText([string]$path, [string]$text) {
    foreach ($folder in @(Get-RecordFolders $path)) { New-RecordFolder $folder }
    Write-Flushed (Get-RecordPath $path) ([System.IO.FileMode]::Append) ([System.Text.Encoding]::ASCII.GetBytes($text))
}

function Write-Flushed([string]$file, $mode, [byte[]]$bytes) {
    # Without a buffer: what does not fit fails here, not when the stream is closed.
    $stream = New-Object System.IO.FileStream ($file, $mode, [System.IO.FileAccess]::Write, [System.IO.FileShare]::Read, 1)
    $length = $stream.Length
    try {
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Flush($true)
        # Some file systems take a part and report none missing (seen in Wine). -2147024784: ERROR_DISK_FULL.
        if ((New-Object System.IO.FileInfo $file).Length -ne $length + $bytes.Length) { throw (New-Object System.IO.IOException ('There is not enough space on the disk.', -2147024784)) }
    }
    catch {
        try { $stream.SetLength($length) } catch { }
        throw
    }
    finally { $stream.Dispose() }
}

# Not of zeros, which a compressed folder keeps in no room at all.
function Save-RecordRoom([string]$path, [int]$bytes) {
    $content = New-Object byte[] $bytes
    (New-Object System.Random).NextBytes($content)
    Save-RecordBytes $path $content
}

# Gives up so many bytes of it, the last with the file. False when there is nothing to give up.
function Resize-RecordRoom([string]$path, [int]$bytes) {
    if (-not (Test-RecordFolders $path) -or -not [System.IO.File]::Exists((Get-RecordPath $path))) { return $false }
    $stream = New-Object System.IO.FileStream ((Get-RecordPath $path), [System.IO.FileMode]::Open, [System.IO.FileAccess]::Write, [System.IO.FileShare]::Read)
    try {
        $left = $stream.Length - $bytes
        if ($left -gt 0) {
            $stream.SetLength($left)
            $stream.Flush($true)
        }
    }
    finally { $stream.Dispose() }
    if ($left -le 0) { [System.IO.File]::Delete((Get-RecordPath $path)) }
    return $true
}

# ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED.
function Test-DiskFull($record) {
    $exception = $record.Exception
    while ($null -ne $exception.InnerException) { $exception = $exception.InnerException }
    return $exception -is [System.IO.IOException] -and @(39, 112, 1295) -contains ($exception.HResult -band 65535)
}

# Only when nothing is left in it.
function Remove-RecordFolder([string]$run) {
    if (-not (Test-RecordFolders ($run + '\'))) { return }
    $folder = Get-RecordPath $run
    if ([System.IO.Directory]::GetFileSystemEntries($folder).Length -eq 0) { [System.IO.Directory]::Delete($folder, $false) }
}

function Remove-RecordText([string]$path) { if (Test-RecordFolders $path) { [System.IO.File]::Delete((Get-RecordPath $path)) } }

function Get-RecordedRuns {
    if (-not (Test-RecordFolders '')) { return }
    foreach ($folder in [System.IO.Directory]::GetDirectories((Get-RecordRoot))) {
        $run = [System.IO.Path]::GetFileName($folder)
        if ($run -cmatch '\A[A-Za-z0-9_-]{1,64}\z' -and [System.IO.File]::Exists([System.IO.Path]::Combine($folder, 'record.json'))) { $run }
    }
}
