# Stands in for scripts/bridge/open.ps1: the session is in another PowerShell of this machine, which speaks the same protocol over its pipes.
function Open-Remote($said) {
    return [System.Management.Automation.Runspaces.RunspaceFactory]::CreateOutOfProcessRunspace([System.Management.Automation.Runspaces.TypeTable]::LoadDefaultTypeFiles(), (New-Object System.Management.Automation.Runspaces.PowerShellProcessInstance))
}
