# The plan that this script carries, and the same verbs that a controller would ask for, asked in this process.
$exported = @{ plan = $null; exit = 0 }
$exportedPlan = 'setright/exported-plan@1'

function Read-CarriedPlan([string]$json) {
    $plan = ConvertFrom-LineJson $json
    $isPlan = Test-Members $plan @{ schema = 'text'; plan = 'object'; speaker = 'speaker'; host = 'text'; machine = 'object'; changes = 'changes' }
    if (-not $isPlan -or $plan['schema'] -cne $exportedPlan) { throw (New-Refusal 1 'The plan in this script is damaged. Export it again.') }
    return $plan
}

# The text of the runtime, out of this script's: what a run leaves beside its record is cut from it.
function Get-CarriedRuntime([string]$script) {
    $text = $script.Replace("`r`n", "`n")
    $begin = $text.IndexOf("`n. {`n", [StringComparison]::Ordinal)
    $end = $text.IndexOf(("`n}`n" + '# ---- export/'), [StringComparison]::Ordinal)
    if ($begin -lt 0 -or $end -lt $begin) { throw (New-Refusal 1 'This script is damaged. Export it again.') }
    return $text.Substring($begin + 5, $end - $begin - 4)
}

# The exit code goes along; one that nothing names is a refusal, for nothing was written.
function New-Refusal([int]$exit, [string]$message) { return (New-HostError 'refused' $message @{ exit = $exit }) }

function Invoke-Asked([string]$verb, $body) {
    $body['n'] = [long]1
    $body['verb'] = $verb
    return (Invoke-Verb $body)
}

# Of the plan, but written down under who runs it here.
function Get-CarriedSpeaker {
    $speaker = $exported['plan']['speaker']
    return @{ version = $speaker['version']; controller = $speaker['controller']; person = [string](Get-CallerIdentity)['name'] }
}

function Get-Greeting { return (Invoke-Asked 'hello' @{ speaker = (Get-CarriedSpeaker); echo = ''; about = (New-Object System.Collections.ArrayList) }) }

# The runs of this plan on this machine, newest first: their names end with the plan's.
function Get-CarriedRuns {
    $end = '-' + $exported['plan']['plan']['id']
    $told = Invoke-Asked 'records' @{ runs = (New-Object System.Collections.ArrayList) }
    foreach ($run in $told['known']) { if ($run['run'].EndsWith($end, [StringComparison]::Ordinal)) { $run } }
}

# By the clock of this machine, as a controller names runs by its own.
function New-RunName {
    while ($true) {
        $stamp = ((Get-HostClock) -creplace '[-:.Z]', '').Replace('T', '-')
        $run = '{0}-{1}' -f $stamp, $exported['plan']['plan']['id']
        if (-not (Test-Record $run)) { return $run }
        Wait-Second
    }
}

# Whoever waits tells so; not on the pipeline, where results are.
function Send-Progress([string]$step, [int]$seconds) { [Console]::Error.WriteLine((Get-PlainText ('{0} ({1} s)' -f $step, $seconds))) }

# What a console of any code page can show.
function Get-PlainText([string]$text) { return ($text -creplace '[^\x20-\x7e]', '?') }
