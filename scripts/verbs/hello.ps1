$verbs['hello'] = {
    param($body)
    Assert-Body $body @{ speaker = 'speaker'; echo = 'text'; about = 'texts' }
    if ($body.ContainsKey('narrow')) { Use-SmallPieces $body['narrow'] }
    return @{
        echo = $body['echo']; engine = (Get-EngineInfo); process = (Get-OwnProcess); identity = (Get-CallerIdentity)
        clock = (Get-HostClock); machine = (Get-MachineIdentity); lock = (Use-Record { Get-ShownLock }); runs = (Get-ShownRuns $body['about'])
        hives = @(Get-HiveMounts)
    }
}
