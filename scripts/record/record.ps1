# The host's own record of a run: what was there before, written once before the first set.
function Save-Record([string]$run, $speaker, $changes) {
    $record = @{
        schema = 'setright/host-record@1'; run = $run; speaker = $speaker; at = (Get-HostClock)
        process = (Get-OwnProcess); changes = $changes
    }
    Save-RecordText ($run + '\record.json') ((ConvertTo-LineJson $record) + "`n")
}

function Test-Record([string]$run) { return $null -ne (Read-RecordText ($run + '\record.json')) }

# Every set of a run reads the same record: it is read each time, and parsed anew only when its text is another.
$lastRecord = @{ text = ''; record = $null }

# Nothing when this host has no record of the run; `record-failed` when there is one that cannot be read.
function Read-Record([string]$run) {
    $text = Read-RecordText ($run + '\record.json')
    if ($null -eq $text) { return }
    if ([string]::Equals($text, $lastRecord['text'])) { return $lastRecord['record'] }
    try {
        $record = ConvertFrom-LineJson $text
        $isRecord = Test-Members $record @{ schema = 'text'; run = 'text'; speaker = 'speaker'; at = 'text'; changes = 'changes' }
        if ($isRecord -and $record['schema'] -ceq 'setright/host-record@1') {
            $lastRecord['text'] = $text
            $lastRecord['record'] = $record
            return $record
        }
    }
    catch { }
    throw (New-HostError 'record-failed' ('The record of run {0} on this host cannot be read.' -f $run))
}

function Find-Change($record, [string]$id) {
    foreach ($change in $record['changes']) { if ([string]::Equals($change['id'], $id)) { return $change } }
}

function Read-StepsText([string]$run) {
    $text = Read-RecordText ($run + '\steps.ndjson')
    if ($null -eq $text) { return '' }
    return $text
}

# A last line without its end was cut off while it was written: it never was.
function Read-Steps([string]$run) {
    $lines = (Read-StepsText $run).Split([char]10)
    try {
        return , @(for ($at = 0; $at -lt $lines.Length - 1; $at++) {
                $step = ConvertFrom-LineJson $lines[$at]
                if (-not (Test-Members $step @{ n = 'number'; at = 'text'; step = 'text' })) { throw 'not a step' }
                $step
            })
    }
    catch { throw (New-HostError 'record-failed' ('The steps of run {0} on this host cannot be read.' -f $run)) }
}

# Returns when the step is on the disk.
function Add-Step([string]$run, [string]$step, $more) {
    $file = $run + '\steps.ndjson'
    $text = Read-StepsText $run
    $whole = $text.Substring(0, $text.LastIndexOf([char]10) + 1)
    $entry = @{ n = $whole.Split([char]10).Length; at = (Get-HostClock); step = $step }
    foreach ($name in $more.get_Keys()) { $entry[$name] = $more[$name] }
    $line = (ConvertTo-LineJson $entry) + "`n"
    Use-Reserve $run { if ($whole.Length -eq $text.Length) { Add-RecordText $file $line } else { Save-RecordText $file ($whole + $line) } }
}

function Get-RecordState($steps) {
    $state = 'open'
    foreach ($step in $steps) {
        if ('kept', 'restored', 'stuck' -ccontains $step['step']) { $state = $step['step'] }
        # A kept run that is being taken back has no end until that has one.
        elseif ($step['step'] -ceq 'timed-fired') { $state = 'open' }
    }
    return $state
}
