# Removing a run's record, on request only: exactly the files that we wrote, and the folder when nothing else is in it.
$recordFiles = @('before.reg', 'undo.txt', 'undo.ps1', 'guard.xml', 'timed.xml', 'guard.ps1', 'reserve', 'record.json', 'steps.ndjson')

# Nothing when the run's record may go, else a word for why it stays.
function Get-StayingReason([string]$run, $all) {
    $told = $null
    foreach ($each in $all) { if (Test-SameName $each['run'] $run) { $told = $each } }
    if ($null -eq $told) { return 'not-in-record' }
    if ($null -eq $told['record']) { return 'record-failed' }
    $state = Get-RecordState $told['steps']
    if ('kept', 'restored' -cnotcontains $state) { return $state }
    if (@(Get-NotInForce $told $all).Count -gt 0) { return 'not-in-force' }
    $tasks = @(foreach ($kind in 'guard', 'timed') { Get-Guard $run $told['steps'] $kind })
    if (@($tasks | Where-Object { $_['isStanding'] }).Count -gt 0) { return 'guarded' }
    $lock = Read-Lock
    if ($null -ne $lock -and (Test-SameName $lock['run'] $run)) { return 'locked' }
}

# The record goes before its steps: without them it would read as open.
function Remove-Record([string]$run) {
    foreach ($file in $recordFiles) { Remove-RecordText ('{0}\{1}' -f $run, $file) }
    Remove-RecordFolder $run
}
