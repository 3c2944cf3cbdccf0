# One reader for Windows PowerShell and PowerShell 7: ConvertFrom-Json turns texts into dates, stops at 2 MB in the one and not in
# the other, and cannot tell an array of one from a value. Objects become Hashtables, arrays ArrayLists, marked strings lose their
# mark. Throws `malformed`, or `too-large` when nested too deeply.
$jsonToken = New-Object System.Text.RegularExpressions.Regex ('\G[ \t\r\n]*(?:' +
    '("(?>(?:[ !#-\[\]-~]+|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*)")' +
    '|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)' +
    '|([{}\[\]:,]|true|false|null))')
$jsonWhiteSpace = New-Object System.Text.RegularExpressions.Regex '\A[ \t\r\n]*\z'
$jsonNesting = 20

function ConvertFrom-LineJson([string]$text) {
    $parents = New-Object System.Collections.Stack
    $keys = New-Object System.Collections.Stack
    $container = $null
    $key = $null
    # value, value-or-end, key, key-or-end, colon, comma-or-end, nothing
    $expected = 'value'
    $root = $null
    $end = 0
    for ($match = $jsonToken.Match($text); $match.Success; $match = $match.NextMatch()) {
        $end = $match.Index + $match.Length
        $closes = $false
        if ($match.Groups[1].Success) {
            $value = Read-JsonString $match.Groups[1].Value
            if ($expected -ceq 'key' -or $expected -ceq 'key-or-end') {
                $key = $value
                $expected = 'colon'
                continue
            }
            if ($value.Length -eq 0 -or [int]$value[0] -ne 61) { throw (New-HostError 'malformed' 'A string arrived without its mark.') }
            $value = $value.Substring(1)
        }
        elseif ($match.Groups[2].Success) { $value = Read-JsonNumber $match.Groups[2].Value }
        else {
            $sign = $match.Groups[3].Value
            if ($sign -ceq ':' -and $expected -ceq 'colon') { $expected = 'value'; continue }
            if ($sign -ceq ',' -and $expected -ceq 'comma-or-end') {
                $expected = 'value'
                if ($container -is [hashtable]) { $expected = 'key' }
                continue
            }
            if ($sign -ceq '{' -or $sign -ceq '[') {
                if (-not $expected.StartsWith('value', [StringComparison]::Ordinal)) { $expected = 'never'; break }
                if ($parents.Count -ge $jsonNesting) { throw (New-HostError 'too-large' 'A request has at most 20 levels.') }
                $parents.Push($container)
                $keys.Push($key)
                if ($sign -ceq '{') { $container = New-Table; $expected = 'key-or-end' }
                else { $container = New-Object System.Collections.ArrayList; $expected = 'value-or-end' }
                continue
            }
            if ($sign -ceq '}' -or $sign -ceq ']') {
                $closes = $expected -ceq 'comma-or-end' -or ($sign -ceq '}' -and $expected -ceq 'key-or-end') -or
                    ($sign -ceq ']' -and $expected -ceq 'value-or-end')
                if (-not $closes -or ($sign -ceq '}') -ne ($container -is [hashtable])) { $expected = 'never'; break }
                $value = $container
                $container = $parents.Pop()
                $key = $keys.Pop()
            }
            elseif ($sign -ceq 'true') { $value = $true }
            elseif ($sign -ceq 'false') { $value = $false }
            elseif ($sign -ceq 'null') { $value = $null }
            else { $expected = 'never'; break }
        }
        if (-not $closes -and -not $expected.StartsWith('value', [StringComparison]::Ordinal)) { $expected = 'never'; break }
        $expected = 'comma-or-end'
        if ($null -eq $container) { $root = $value; $expected = 'nothing' }
        elseif ($container -is [hashtable]) { $container[$key] = $value }
        else { [void]$container.Add($value) }
    }
    if ($expected -cne 'nothing' -or -not $jsonWhiteSpace.IsMatch($text.Substring($end))) { throw (New-HostError 'malformed' 'Not a line of JSON.') }
    return , $root
}

function Read-JsonString([string]$quoted) {
    $inner = $quoted.Substring(1, $quoted.Length - 2)
    if ($inner.IndexOf([char]92) -lt 0) { return $inner }
    return [regex]::Unescape($inner)
}

# 64, 64.0 and 6.4e1 are one number. What is too large for a double is an error in Windows PowerShell and an infinity in PowerShell 7.
function Read-JsonNumber([string]$digits) {
    $culture = [Globalization.CultureInfo]::InvariantCulture
    $whole = [long]0
    if ([long]::TryParse($digits, [Globalization.NumberStyles]::AllowLeadingSign, $culture, [ref]$whole)) { return $whole }
    $number = [double]0
    $isNumber = [double]::TryParse($digits, [Globalization.NumberStyles]::Float, $culture, [ref]$number)
    if (-not $isNumber -or [double]::IsInfinity($number)) { throw (New-HostError 'malformed' 'A number is out of range.') }
    if ([Math]::Abs($number) -le 9007199254740991 -and [Math]::Floor($number) -eq $number) { return [long]$number }
    return $number
}
