# What the files of resources/, facts/, effects/ and verbs/ fill in: one entry each, by name. Names are compared exactly.
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'

function New-Table { return (New-Object System.Collections.Hashtable ([StringComparer]::Ordinal)) }

$getState = New-Table           # kind -> { param($resource) } gives a state; never throws
$setState = New-Table           # kind -> { param($resource, $want) } throws what Windows said
$statesBetween = New-Table      # kind -> { param($resource, $before, $after) } states that a set cut off can leave, and a trial
$trialState = New-Table         # kind -> { param($before, $after) } what a boot takes back of it; nothing where that is neither apart. Most kinds have none
$resourceIdentity = New-Table   # kind -> { param($resource) } equal text for the same Windows state
$facts = New-Table              # name -> { param($ask) } throws when it cannot tell
$effects = New-Table            # kind -> @{ target = '<shape>'; prepare = { param($target) }; carryOut = { param($target, $before) } }
$verbs = New-Table              # verb -> { param($body) } gives the reply, or throws New-HostError

# Whoever waits tells so. The runtime puts its own in this place; an undo that runs alone has nobody to tell.
function Send-Progress([string]$step, [int]$seconds) { }
