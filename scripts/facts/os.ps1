$facts['os'] = {
    param($ask)
    $os = Get-OsInfo
    $os['installedAt'] = (Get-MachineIdentity)['installedAt']
    return $os
}
