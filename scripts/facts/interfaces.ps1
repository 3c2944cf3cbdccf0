# Who an interface index is: its names are for people and change, the index is what is set.
$facts['interfaces'] = {
    param($ask)
    return @{ interfaces = @(Get-Interfaces | Sort-Object -Property { $_['index'] }) }
}
