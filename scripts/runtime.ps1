# The only loop. Started by bootstrap.ps1 with stdin, this session's nonce and the text of all this; everything above is in the tables by now.
$lineLimit = 4194304
$replyLimit = 8388608
# A line that nobody speaks on any more, and whose end nobody tells us.
$idleSeconds = 1800
$narrowBytes = 384
$writingVerbs = @('begin', 'set', 'try', 'effect', 'undo', 'keep', 'adopt', 'release', 'prune', 'yield', 'confirm', 'disarm', 'mount', 'unmount', 'bye')
$session = @{
    nonce = $args[1]; stdin = $args[0]; text = $args[2]; stdout = [Console]::OpenStandardOutput(); open = $null; n = [long]0; goodbye = $false; mountLease = 0
    task = $null; chunk = (New-Object byte[] 65536); held = (New-Object System.Text.StringBuilder); isTooLong = $false
    lines = (New-Object System.Collections.Queue); ended = $false; narrow = $false
}
if ($null -ne (Get-Variable -Name PSStyle -ErrorAction SilentlyContinue)) { $PSStyle.OutputRendering = 'PlainText' }

function Send-Frame($frame) { Send-Text (Get-FrameText $frame) }

function Get-FrameText($frame) { return ('<<R1:{0}>>{1}<<{0}>>' -f $session['nonce'], (ConvertTo-LineJson $frame)) }

# The line may be gone; what is being done is carried through all the same.
function Send-Text([string]$text) {
    $bytes = [System.Text.Encoding]::ASCII.GetBytes($text + "`n")
    $piece = $bytes.Length
    if ($session['narrow']) { $piece = $narrowBytes }
    try {
        for ($at = 0; $at -lt $bytes.Length; $at += $piece) {
            if ($at -gt 0) { Wait-Moment }
            $session['stdout'].Write($bytes, $at, [Math]::Min($piece, $bytes.Length - $at))
            $session['stdout'].Flush()
        }
    }
    catch { }
}

# A router on the way swallows large packets. What is written in one piece travels in one of its own, with the headers of SSH and TCP; what TCP
# joins while an answer is under way stays below what every network carries.
function Use-SmallPieces($isNarrow) {
    if ($isNarrow -isnot [bool] -or -not $isNarrow) { throw (New-HostError 'malformed' 'narrow is true or left out.') }
    $session['narrow'] = $isNarrow
}

function Send-Progress([string]$step, [int]$seconds) {
    Send-Frame @{ n = $session['n']; progress = @{ step = $step; seconds = $seconds } }
}

# The next whole line: kind 'line', or 'too-large', 'ended', 'silence'. Waits in slices of at most a second. From the bare stream, which gives
# what is there; a StreamReader goes on waiting after a piece that filled its buffer exactly.
function Read-Line([double]$leaseSeconds) {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    while ($session['lines'].Count -eq 0) {
        if ($session['ended']) { return @{ kind = 'ended' } }
        if ($null -eq $session['task']) { $session['task'] = $session['stdin'].ReadAsync($session['chunk'], 0, $session['chunk'].Length) }
        $slice = 1000
        # Both as doubles: beside an integer PowerShell makes one of the other, too.
        if ($leaseSeconds -gt 0) { $slice = [int][Math]::Max([double]0, [Math]::Min([double]1000, $leaseSeconds * 1000 - $watch.ElapsedMilliseconds)) }
        try { $isThere = $session['task'].Wait($slice) } catch { $session['ended'] = $true; continue }
        if ($isThere) { Receive-Chunk $session['task'].Result }
        elseif ($leaseSeconds -gt 0 -and $watch.Elapsed.TotalSeconds -ge $leaseSeconds) { return @{ kind = 'silence' } }
    }
    return $session['lines'].Dequeue()
}

# A line past the limit is not kept, only remembered as one.
function Receive-Chunk([int]$count) {
    $session['task'] = $null
    if ($count -eq 0) { $session['ended'] = $true; return }
    # Latin-1: each byte stays itself, and a request that is not ASCII is found out by its reader.
    $text = [System.Text.Encoding]::GetEncoding(28591).GetString($session['chunk'], 0, $count)
    $start = 0
    for ($end = $text.IndexOf([char]10); $end -ge 0; $end = $text.IndexOf([char]10, $start)) {
        Add-Held $text.Substring($start, $end - $start)
        $line = @{ kind = 'line'; text = $session['held'].ToString().TrimEnd([char]13) }
        if ($session['isTooLong']) { $line = @{ kind = 'too-large' } }
        $session['lines'].Enqueue($line)
        $session['isTooLong'] = $false
        [void]$session['held'].Remove(0, $session['held'].Length)
        $start = $end + 1
    }
    Add-Held $text.Substring($start)
}

function Add-Held([string]$text) {
    if ($session['held'].Length + $text.Length -gt $lineLimit + 1) { $session['isTooLong'] = $true }
    if (-not $session['isTooLong']) { [void]$session['held'].Append($text) }
}

function Read-Request($line) {
    if ($line['kind'] -ceq 'too-large' -or $line['text'].Length -gt $lineLimit) { throw (New-HostError 'too-large' 'A request has at most 4 MB.') }
    $request = ConvertFrom-LineJson $line['text']
    $isRequest = $request -is [hashtable] -and $request['n'] -is [long] -and $request['n'] -ge 1 -and
        $request['n'] -le 9007199254740991 -and $request['verb'] -is [string]
    if (-not $isRequest) { throw (New-HostError 'malformed' 'A request is a JSON object with n and verb.') }
    return $request
}

function Invoke-Verb($request) {
    $verb = $request['verb']
    if (-not $verbs.ContainsKey($verb)) { throw (New-HostError 'unknown-verb' 'This host knows no such verb.') }
    if ($writingVerbs -cnotcontains $verb) { return (& $verbs[$verb] $request) }
    return (Use-Mutex { & $verbs[$verb] $request })
}

# One party at a time on this machine, whatever session it came with.
function Use-Mutex($work) {
    $mutex = Enter-HostMutex 15
    if ($null -eq $mutex) { throw (New-LockedError (Get-ShownLock)) }
    try { return (& $work) } finally { Exit-HostMutex $mutex }
}

function Send-Answer($line) {
    $request = $null
    $session['n'] = [long]0
    try {
        $request = Read-Request $line
        $session['n'] = $request['n']
        $text = Get-FrameText @{ n = $session['n']; reply = (Invoke-Verb $request) }
        if ($text.Length -gt $replyLimit) { throw (New-HostError 'too-large' 'The reply is larger than 8 MB.') }
        Send-Text $text
    }
    catch {
        $failure = Get-HostError $_
        if ($null -eq $failure) { $failure = New-HostError 'internal' (Get-ErrorText $_) }
        $data = $failure['data']
        $undone = $null
        if ($null -eq $request -or $failure['hostError'] -ceq 'malformed') { $undone = Undo-Open }
        if ($null -ne $undone) { $data = @{ undone = $undone } }
        $told = @{ code = $failure['hostError']; message = $failure['message']; data = $data }
        $text = Get-FrameText @{ n = $session['n']; error = $told }
        # What was found may be larger than any reply; that it is not as expected is told all the same.
        if ($text.Length -gt $replyLimit) {
            $told['data'] = @{}
            $text = Get-FrameText @{ n = $session['n']; error = $told }
        }
        Send-Text $text
        if ($null -ne $undone) {
            [void](Dismount-OwnHives '' $false)
            exit 5
        }
    }
    if ($session['goodbye']) { exit 0 }
}

# The lease: nobody can answer for the changes any more. Nothing when there was nothing to undo, or when it is not ours to undo.
function Undo-Open {
    if ($null -eq $session['open']) { return }
    try { return (Use-Mutex { Undo-InSession $session['open']['run'] }) } catch { return }
}

# A script that carries a plan has the same text, and no line.
if ($null -eq $session['stdin']) { return }

try {
    [void](Get-OwnProcess)
    while ($true) {
        $leaseSeconds = $idleSeconds
        if ($session['mountLease'] -gt 0) { $leaseSeconds = $session['mountLease'] }
        if ($null -ne $session['open']) { $leaseSeconds = $session['open']['leaseSeconds'] }
        $line = Read-Line $leaseSeconds
        if ($line['kind'] -ceq 'ended' -or $line['kind'] -ceq 'silence') {
            $session['n'] = [long]0
            $undone = Undo-Open
            [void](Dismount-OwnHives '' $false)
            if ($null -ne $undone) { Send-Frame @{ n = 0; notice = @{ undone = $undone } } }
            exit 5
        }
        Send-Answer $line
    }
}
catch {
    [Console]::Error.WriteLine((Get-ErrorText $_))
    [void](Undo-Open)
    exit 32
}
