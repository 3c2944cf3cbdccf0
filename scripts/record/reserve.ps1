# Room for the steps of a run, taken before its first set: a file of real bytes that is given up, piece by piece, when the disk is full. Others who fill
# the disk at the same time get a piece at most.
$reserveFile = 'reserve'
$reserveFloor = 65536
$reservePiece = 16384

# A change has at most four steps; one of them repeats its state.
function Get-ReserveLength($changes) {
    $bytes = $reserveFloor
    foreach ($change in $changes) { $bytes += 1024 + (ConvertTo-LineJson $change['after']).Length }
    return $bytes
}

function Save-Reserve([string]$run, $changes) { Save-RecordRoom ('{0}\{1}' -f $run, $reserveFile) (Get-ReserveLength $changes) }

# What `work` writes gets the room that this run has reserved.
function Use-Reserve([string]$run, $work) {
    while ($true) {
        try { return (& $work) }
        catch { if (-not (Test-DiskFull $_) -or -not (Resize-RecordRoom ('{0}\{1}' -f $run, $reserveFile) $reservePiece)) { throw } }
    }
}

# The run has ended: nothing more is written about it, but by a timed undo that still stands.
function Remove-Reserve([string]$run) {
    try {
        $timed = Get-Guard $run (Read-Steps $run) 'timed'
        if ($null -eq $timed -or -not $timed['isStanding']) { Remove-RecordText ('{0}\{1}' -f $run, $reserveFile) }
    }
    catch { }
}
