# Opens the session over PowerShell's own remoting. Without a credential it is who Setright runs as (single sign-on).
function Open-Remote($said) {
    $credential = $null
    if ($said['user'] -cne '') {
        $secret = New-Object System.Security.SecureString
        foreach ($character in $said['password'].ToCharArray()) { $secret.AppendChar($character) }
        $credential = New-Object System.Management.Automation.PSCredential ($said['user'], $secret)
    }
    $endpoint = 'http://schemas.microsoft.com/powershell/Microsoft.PowerShell'
    $way = New-Object System.Management.Automation.Runspaces.WSManConnectionInfo ($said['https'], $said['address'], $said['port'], '/wsman', $endpoint, $credential)
    $way.AuthenticationMechanism = $said['auth']
    $way.OpenTimeout = $said['seconds'] * 1000
    return [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($way)
}
