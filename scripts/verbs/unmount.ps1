# This session's mount of one user, or all of them and what dead sessions of ours left.
$verbs['unmount'] = {
    param($body)
    Assert-Body $body @{ sid = 'text' }
    $hives = @(Dismount-OwnHives $body['sid'] $true)
    if ($body['sid'] -ceq '') { $hives += @(Dismount-LeftHives $true) }
    $own = Get-OwnMountPrefix
    if (@(Get-HiveMounts | Where-Object { $_['name'].StartsWith($own, [StringComparison]::Ordinal) }).Count -eq 0) { $session['mountLease'] = 0 }
    return @{ hives = $hives }
}
