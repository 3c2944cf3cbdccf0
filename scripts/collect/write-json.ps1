# JSON in ASCII, strings marked with "=" as on the line: no reader takes them for anything else. .NET 2.0 has no JSON of its own.
$jsonSpecial = New-Object System.Text.RegularExpressions.Regex '[^\x20-\x7e]|["\\''`$]'

function ConvertTo-MarkedJson($value) {
    $builder = New-Object System.Text.StringBuilder
    Add-MarkedJson $builder $value
    return $builder.ToString()
}

function Add-MarkedJson($builder, $value) {
    if ($null -eq $value) { [void]$builder.Append('null') }
    elseif ($value -is [string]) { [void]$builder.Append('"=').Append((Protect-Text $value)).Append('"') }
    elseif ($value -is [bool]) { [void]$builder.Append($value.ToString().ToLowerInvariant()) }
    elseif ($value -is [System.Collections.IDictionary]) {
        $separator = '{'
        foreach ($key in @($value.get_Keys() | Sort-Object)) {
            [void]$builder.Append($separator).Append('"').Append($key).Append('":')
            Add-MarkedJson $builder $value[$key]
            $separator = ','
        }
        if ($separator -ceq '{') { [void]$builder.Append('{') }
        [void]$builder.Append('}')
    }
    elseif ($value -is [System.Collections.IEnumerable]) {
        $separator = '['
        foreach ($member in $value) {
            [void]$builder.Append($separator)
            Add-MarkedJson $builder $member
            $separator = ','
        }
        if ($separator -ceq '[') { [void]$builder.Append('[') }
        [void]$builder.Append(']')
    }
    else { [void]$builder.Append(([long]$value).ToString([System.Globalization.CultureInfo]::InvariantCulture)) }
}

# Each character that occurs is replaced in the whole text at once; the backslash first, for the others bring it along.
function Protect-Text([string]$text) {
    if (-not $jsonSpecial.IsMatch($text)) { return $text }
    $escaped = New-Object System.Text.StringBuilder ($text.Replace('\', '\u005c'))
    $seen = @{ 92 = $true }
    foreach ($match in $jsonSpecial.Matches($text)) {
        $code = [int]$match.Value[0]
        if ($seen.ContainsKey($code)) { continue }
        $seen[$code] = $true
        [void]$escaped.Replace($match.Value, ('\u{0:x4}' -f $code))
    }
    return $escaped.ToString()
}
