# Collects what "setright advise --state FILE" judges, for a Windows whose PowerShell is too old to be served. It reads only, and writes one
# file of JSON in the folder it is started in, or where -Out says. PowerShell 2.0 and later, as administrator:
#   powershell -NoProfile -ExecutionPolicy RemoteSigned -File collect.ps1
# -Watch: seconds between two looks at the memory of the programs (30). The file tells about this machine: keep it as you keep its backups.
param([string]$Out = '', [int]$Watch = 30)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
