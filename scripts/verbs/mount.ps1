# Brings the hive of a user who is not logged on within reach of this session. Why that cannot be is an answer, no error. A line that is silent for
# longer than the lease while a mount stands has ended: its user could not log on until somebody speaks again.
$verbs['mount'] = {
    param($body)
    Assert-Body $body @{ sid = 'sid'; leaseSeconds = 'timeSpan' }
    $mounting = Mount-Hive $body['sid']
    if ($mounting['outcome'] -ceq 'mounted') { $session['mountLease'] = $body['leaseSeconds'] }
    return $mounting
}
