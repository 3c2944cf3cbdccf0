# Another program at work in a real registry: writes values, and tells all that lies below the law's three roots. One request and one answer
# a line; texts travel as base64 of UTF-16.
$ErrorActionPreference = 'Stop'
$roots = @(@('HKLM', 'Registry64', 'SOFTWARE'), @('HKLM', 'Registry32', 'SOFTWARE'), @('HKU', 'Registry64', '.DEFAULT\Software'))
$hives = @{ HKLM = 'LocalMachine'; HKU = 'Users' }
$folder = '\Setright Law'

function Get-Text([string]$coded) { return [System.Text.Encoding]::Unicode.GetString([Convert]::FromBase64String($coded)) }
function Get-Coded([string]$text) { return [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($text)) }
function Get-Base([string]$hive, [string]$view) { return [Microsoft.Win32.RegistryKey]::OpenBaseKey($hives[$hive], $view) }

function Write-Value($ask) {
    $base = Get-Base $ask.hive ('Registry{0}' -f $ask.view)
    if ($null -eq $ask.kind) {
        $key = $base.OpenSubKey($ask.key, $true)
        if ($null -ne $key) { $key.DeleteValue((Get-Text $ask.name), $false) }
        return
    }
    $data = $ask.data
    switch ($ask.kind) {
        'DWord' { $data = [BitConverter]::ToInt32([Convert]::FromBase64String($data), 0) }
        'QWord' { $data = [BitConverter]::ToInt64([Convert]::FromBase64String($data), 0) }
        'MultiString' { $data = [string[]]@(foreach ($each in $data) { Get-Text $each }) }
        { $_ -eq 'Binary' -or $_ -eq 'None' } { $data = [Convert]::FromBase64String($data) }
        default { $data = Get-Text $data }
    }
    $base.CreateSubKey($ask.key).SetValue((Get-Text $ask.name), $data, $ask.kind)
}

function Show-Key($key, [string]$path) {
    $values = @(foreach ($name in $key.GetValueNames()) {
            $kind = $key.GetValueKind($name).ToString()
            $data = $key.GetValue($name, $null, 'DoNotExpandEnvironmentNames')
            switch ($kind) {
                'DWord' { $data = [Convert]::ToBase64String([BitConverter]::GetBytes([int]$data)) }
                'QWord' { $data = [Convert]::ToBase64String([BitConverter]::GetBytes([long]$data)) }
                'MultiString' { $data = @(foreach ($each in $data) { Get-Coded $each }) }
                { $_ -eq 'Binary' -or $_ -eq 'None' } { $data = [Convert]::ToBase64String($data) }
                default { $data = Get-Coded $data }
            }
            @{ name = (Get-Coded $name); kind = $kind; data = $data }
        })
    @{ path = (Get-Coded $path); values = $values }
    foreach ($name in $key.GetSubKeyNames()) { Show-Key $key.OpenSubKey($name) ($path + '\' + $name) }
}

while ($null -ne ($line = [Console]::In.ReadLine())) {
    $ask = ConvertFrom-Json $line
    $answer = @()
    foreach ($root in $roots) {
        $base = Get-Base $root[0] $root[1]
        if ($ask.word -eq 'empty') {
            $base.DeleteSubKeyTree($root[2] + $folder, $false)
            [void]$base.CreateSubKey($root[2] + $folder)
        }
        if ($ask.word -eq 'show') {
            $path = '{0}\{1}{2}' -f $root[0], $root[2], $folder
            if ($root[1] -eq 'Registry32') { $path = 'HKLM\SOFTWARE\Wow6432Node' + $folder }
            $answer += @(Show-Key $base.OpenSubKey($root[2] + $folder) $path)
        }
    }
    if ($ask.word -eq 'write') { Write-Value $ask }
    [Console]::Out.WriteLine((ConvertTo-Json @{ keys = $answer } -Compress -Depth 6))
}
