$facts['os'] = {
    param($ask)
    $os = Get-OsInfo
    $os['installedAt'] = (Get-MachineIdentity)['installedAt']
    $os['bootedAt'] = Get-BootTime
    return $os
}
