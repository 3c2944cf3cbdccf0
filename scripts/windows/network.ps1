# TCP/IP. Windows Vista and later; family is IPv4 or IPv6, protocol TCP or UDP.

# The headings are translated, the two numbers come in this order everywhere, each at the end of its line.
function Get-PortRange([string]$family, [string]$protocol) {
    $said = Invoke-SystemTool 'netsh.exe' @('interface', $family.ToLowerInvariant(), 'show', 'dynamicport', $protocol.ToLowerInvariant())
    $numbers = @(foreach ($line in $said.Split([char]10)) { if ($line -cmatch '(?<![0-9])([0-9]{1,5})\s*\z') { [long]$matches[1] } })
    if ($numbers.Length -ne 2) { throw ('netsh told {0} numbers, not the first port and how many there are' -f $numbers.Length) }
    return @{ start = $numbers[0]; number = $numbers[1] }
}

# Persistent is in force at once too.
function Set-PortRange([string]$family, [string]$protocol, [int]$start, [int]$number) {
    [void](Invoke-SystemTool 'netsh.exe' @(
            'interface', $family.ToLowerInvariant(), 'set', 'dynamicport', $protocol.ToLowerInvariant(),
            ('start={0}' -f $start), ('num={0}' -f $number), 'store=persistent'
        ))
}
