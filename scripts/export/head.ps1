# Carries out one plan on the machine that it was made for, without Setright. Without a switch it shows the plan and what the machine holds now.
#   -Apply                 backs up, sets, verifies; puts everything back when anything fails
#     -WithEffects         with the effects of the plan too (restarts of services): nothing takes those back
#     -KeepWithoutEffects  values that need such an effect are set all the same, not in force; without either switch they are left out
#     -GuardSeconds        a guarded change is undone by this machine itself after so long without -Confirm, 30 to 3600
#   -Confirm               keeps a guarded run: from a new console, over a new connection
#   -Check                 says whether the machine holds what the plan wants
#   -Undo                  takes back what -Apply did and what still holds it
# Ends 0 nothing to do, or done and verified; 1 wrong use; 2 differs, or values were left out; 3 refused, or failed and restored; 4 a person is
# needed; 5 this PowerShell is not served, or a state cannot be read.
#requires -Version 5.1
[CmdletBinding()]
param(
    [switch]$Apply,
    [switch]$WithEffects,
    [switch]$KeepWithoutEffects,
    [int]$GuardSeconds = 120,
    [switch]$Confirm,
    [switch]$Check,
    [switch]$Undo
)
if ([string]$ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    'Nothing was done: this PowerShell does not run in FullLanguage; an application control policy would have to trust this file.'
    exit 5
}
$asked = @{
    apply = [bool]$Apply; check = [bool]$Check; undo = [bool]$Undo; confirm = [bool]$Confirm
    withEffects = [bool]$WithEffects; keepWithoutEffects = [bool]$KeepWithoutEffects; guardSeconds = [long]$GuardSeconds
}
