# An answer that is an error: `throw (New-HostError 'drifted' 'It is not as expected.' @{ found = $found })`.
function New-HostError([string]$code, [string]$message, $data = @{}) {
    return @{ hostError = $code; message = $message; data = $data }
}

# The thrown New-HostError, or nothing when the failure is of another kind.
function Get-HostError($record) {
    $thrown = $record.TargetObject
    if ($thrown -is [hashtable] -and $thrown.ContainsKey('hostError')) { return $thrown }
}

# What Windows, or a `throw 'text'` of ours, said. PowerShell's own complaints quote the values they stumbled over, and a value
# may be sensitive: of those only the type and the line are told.
function Get-ErrorText($record) {
    $hostError = Get-HostError $record
    if ($null -ne $hostError) { return [string]$hostError['message'] }
    $exception = $record.Exception
    while ($null -ne $exception.InnerException) { $exception = $exception.InnerException }
    $type = $exception.GetType().FullName
    $isThrownText = $type -ceq 'System.Management.Automation.RuntimeException' -and
        [string]$record.CategoryInfo.Category -ceq 'OperationStopped'
    $isPowerShells = $type.StartsWith('System.Management.Automation', [StringComparison]::Ordinal) -or
        $type -ceq 'System.FormatException' -or $type -ceq 'System.InvalidCastException'
    if ($isPowerShells -and -not $isThrownText) { return ('{0} at line {1}' -f $type, $record.InvocationInfo.ScriptLineNumber) }
    return [string]$exception.Message
}
