# A request's body, held against what its verb needs before anything is done: `malformed` names the member, never its value.
$mostSeconds = 90 * 86400
$shapes = @{
    text      = { param($value) $value -is [string] }
    sid       = { param($value) $value -is [string] -and $value -cmatch '\A(default|S-1-[0-9]+(-[0-9]+){1,15})\z' }
    number    = { param($value) Test-Number $value }
    seconds   = { param($value) (Test-Number $value) -and $value -ge 0 -and $value -le $mostSeconds }
    timeSpan  = { param($value) (Test-Number $value) -and $value -gt 0 -and $value -le $mostSeconds }
    run       = { param($value) $value -is [string] -and $value -cmatch '\A[A-Za-z0-9_-]{1,64}\z' }
    object    = { param($value) $value -is [hashtable] }
    texts     = { param($value) Test-List $value 'text' }
    speaker   = { param($value) Test-Members $value @{ version = 'text'; controller = 'text'; person = 'text' } }
    questions = { param($value) Test-List $value 'question' }
    question  = { param($value) Test-Members $value @{ fact = 'text'; ask = 'object' } }
    resources = { param($value) Test-List $value 'resource' }
    resource  = { param($value) Test-Resource $value }
    state     = { param($value) Test-State $value }
    changes   = { param($value) Test-Changes $value }
    change    = { param($value) Test-Members $value @{ id = 'text'; resource = 'resource'; before = 'state'; after = 'state' } }
    restartTarget = { param($value) Test-Members $value @{ service = 'text'; deadlineSeconds = 'seconds' } }
    rebootTarget = { param($value) (Test-Members $value @{ delaySeconds = 'seconds' }) -and $value['delaySeconds'] -is [long] -and $value['delaySeconds'] -le 3600 }
}

function Assert-Body($body, $members) {
    foreach ($name in $members.get_Keys()) {
        if (-not (Test-Members $body @{ $name = $members[$name] })) {
            throw (New-HostError 'malformed' ('The request needs {0}, in its documented shape.' -f $name))
        }
    }
}

function Test-Members($value, $members) {
    if ($value -isnot [hashtable]) { return $false }
    foreach ($name in $members.get_Keys()) {
        if (-not $value.ContainsKey($name)) { return $false }
        if (-not (& $shapes[$members[$name]] $value[$name])) { return $false }
    }
    return $true
}

function Test-List($value, [string]$shape) {
    if ($value -isnot [System.Collections.ArrayList]) { return $false }
    foreach ($member in $value) { if (-not (& $shapes[$shape] $member)) { return $false } }
    return $true
}

function Test-Number($value) { return ($value -is [long] -or $value -is [double]) }

function Test-Resource($value) {
    if (-not (Test-Members $value @{ kind = 'text' })) { return $false }
    Assert-KnownKind $value['kind'] $getState
    switch -CaseSensitive ($value['kind']) {
        'registry-value' {
            return (Test-Members $value @{ key = 'text'; name = 'text' }) -and
                (Test-OneOf $value 'hive' @('HKLM', 'HKU')) -and $value['view'] -is [long] -and (32, 64) -contains $value['view']
        }
        'user-registry-value' { return (Test-Members $value @{ sid = 'sid'; profile = 'text'; key = 'text'; name = 'text' }) }
        'interface-mtu' { return $value['interface'] -is [long] -and $value['interface'] -gt 0 -and $value['interface'] -le 4294967295 -and (Test-OneOf $value 'family' @('IPv4', 'IPv6')) }
        'tcp-port-range' { return (Test-OneOf $value 'family' @('IPv4', 'IPv6')) -and (Test-OneOf $value 'protocol' @('TCP', 'UDP')) }
    }
    return (Test-Members $value @{ service = 'text' })
}

# By code unit: PowerShell's own comparison takes 'HKLM' with a NUL in it for 'HKLM'.
function Test-OneOf($value, [string]$member, [string[]]$texts) {
    return $value -is [hashtable] -and $value[$member] -is [string] -and [array]::IndexOf($texts, $value[$member]) -ge 0
}

function Test-State($value) {
    if (-not (Test-OneOf $value 'status' @('absent', 'unreadable', 'present'))) { return $false }
    switch -CaseSensitive ($value['status']) {
        'absent' { return (Test-Members $value @{ missing = 'text' }) -and (-not $value.ContainsKey('from') -or $value['from'] -is [string]) }
        'unreadable' { return (Test-Members $value @{ why = 'text' }) }
        'present' { return $value.ContainsKey('value') }
    }
    return $false
}

function Test-Changes($value) {
    if (-not (Test-List $value 'change')) { return $false }
    $ids = New-Table
    foreach ($change in $value) {
        if ($ids.ContainsKey($change['id'])) { return $false }
        $ids[$change['id']] = $true
    }
    return $true
}
