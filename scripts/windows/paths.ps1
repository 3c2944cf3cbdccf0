# The way to a peer, and pings that nobody on it may fragment. Needs no rights of its own on Windows.

# Windows' own choice of route says from which address and so from which interface packets to the peer leave.
function Find-Way([string]$peer, [string]$family) {
    if ($null -eq (Get-Command -Name Find-NetRoute -ErrorAction SilentlyContinue)) { throw 'This Windows has no Find-NetRoute; Windows Server 2012 and later have.' }
    $wanted = 'InterNetwork'
    if ($family -ceq 'IPv6') { $wanted = 'InterNetworkV6' }
    $address = [string]@([System.Net.Dns]::GetHostAddresses($peer) | Where-Object { [string]$_.AddressFamily -ceq $wanted })[0]
    if ($address -ceq '') { throw ('{0} has no {1} address.' -f $peer, $family) }
    # Two answers: our own address, and the route.
    foreach ($each in @(Find-NetRoute -RemoteIPAddress $address -ErrorAction Stop)) {
        if ([string]$each.CimClass.CimClassName -cne 'MSFT_NetIPAddress') { continue }
        $index = [long]$each.InterfaceIndex
        $mtu = Get-InterfaceMtu $index $family
        if ($null -eq $mtu) { throw ('Interface {0}, from where packets to {1} leave, has no {2}.' -f $index, $peer, $family) }
        return @{ address = $address; source = [string]$each.IPAddress; family = $family; interface = $index; mtu = $mtu['active'] }
    }
    throw ('No route leads to {0}.' -f $address)
}

# `size` is that of the whole IP packet: headers of IPv4 and ICMP have 28 bytes, those of IPv6 48.
function Send-Probe($way, [long]$size, [int]$milliseconds) {
    $headers = 28
    if ($way['family'] -ceq 'IPv6') { $headers = 48 }
    $options = New-Object System.Net.NetworkInformation.PingOptions 64, $true
    $ping = New-Object System.Net.NetworkInformation.Ping
    try { $reply = $ping.Send($way['address'], $milliseconds, (New-Object byte[] ($size - $headers)), $options) }
    catch {
        $inner = $_.Exception.GetBaseException()
        return @{ kind = 'other'; text = $inner.Message }
    }
    finally { $ping.Dispose() }
    switch ([string]$reply.Status) {
        'Success' { return @{ kind = 'answered' } }
        'TimedOut' { return @{ kind = 'silent' } }
        'PacketTooBig' { return @{ kind = 'too-big'; from = (Get-OtherAddress $reply.Address $way) } }
    }
    return @{ kind = 'other'; text = [string]$reply.Status }
}

# Our own system answers too: in its own name, in nobody's, or in the peer's.
function Get-OtherAddress($address, $way) {
    $text = [string]$address
    if (@('', '0.0.0.0', '::', $way['source'], $way['address']) -ccontains $text) { return '' }
    return $text
}
