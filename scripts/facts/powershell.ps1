$facts['powershell'] = {
    param($ask)
    $engine = Get-EngineInfo
    $engine['pid'] = (Get-OwnProcess)['pid']
    return $engine
}
