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

# Windows Server 2012 and later. Enumerated, not asked for by name: nothing found is no error then, and what is one is told.
function Get-IpInterfaces([string]$store) {
    if ($null -eq (Get-Command -Name Get-NetIPInterface -ErrorAction SilentlyContinue)) { throw 'This Windows has no Get-NetIPInterface; Windows Server 2012 and later have.' }
    return @(Get-NetIPInterface -PolicyStore $store -ErrorAction Stop)
}

function Find-InterfaceMtu([string]$store, [long]$index, [string]$family) {
    foreach ($each in @(Get-IpInterfaces $store)) {
        if ($each.InterfaceIndex -eq $index -and [string]$each.AddressFamily -ceq $family -and $null -ne $each.NlMtu) { return [long]$each.NlMtu }
    }
}

# Nothing when there is no such interface. 0 and the highest number in the persistent store are no sizes: not set.
function Get-InterfaceMtu([long]$index, [string]$family) {
    $active = Find-InterfaceMtu 'ActiveStore' $index $family
    if ($null -eq $active) { return }
    $persistent = Find-InterfaceMtu 'PersistentStore' $index $family
    if ($persistent -eq 0 -or $persistent -eq 4294967295) { $persistent = $null }
    return @{ active = $active; persistent = $persistent }
}

# Persistent is in force at once too; active lasts until the next boot.
function Set-InterfaceMtu([long]$index, [string]$family, [long]$mtu, [string]$store) {
    [void](Invoke-SystemTool 'netsh.exe' @(
            'interface', $family.ToLowerInvariant(), 'set', 'subinterface', ('{0}' -f $index), ('mtu={0}' -f $mtu), ('store={0}' -f $store)
        ))
}

# A team's own adapter by its component, whatever it is called; what has no adapter (loopback, tunnels) is 'other'.
function Get-Interfaces {
    $adapters = @{}
    foreach ($adapter in @(Get-NetAdapter -ErrorAction Stop)) { $adapters[[long]$adapter.InterfaceIndex] = $adapter }
    $found = @{}
    foreach ($each in @(Get-IpInterfaces 'ActiveStore')) {
        $index = [long]$each.InterfaceIndex
        if (-not $found.ContainsKey($index)) { $found[$index] = @{ index = $index; alias = [string]$each.InterfaceAlias; description = ''; kind = 'other'; families = @() } }
        $found[$index]['families'] = @(@($found[$index]['families']) + [string]$each.AddressFamily | Sort-Object)
        $adapter = $adapters[$index]
        if ($null -eq $adapter) { continue }
        $found[$index]['description'] = [string]$adapter.InterfaceDescription
        $found[$index]['kind'] = Get-AdapterKind $adapter
    }
    return @($found.get_Values())
}

function Get-AdapterKind($adapter) {
    if (([string]$adapter.ComponentID).ToUpperInvariant().Contains('MS_IMPLAT')) { return 'team' }
    if ($adapter.Virtual) { return 'virtual' }
    return 'physical'
}
