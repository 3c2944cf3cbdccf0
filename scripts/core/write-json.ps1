# The other half: one ASCII line, strings marked, keys in order, so that equal values give equal text. Nothing in it can be taken for a
# quote, a variable or the end of a line.
$jsonSpecial = New-Object System.Text.RegularExpressions.Regex '[^\x20-\x7e]|["\\''`$]'

function ConvertTo-LineJson($value) {
    $builder = New-Object System.Text.StringBuilder
    Add-LineJson $builder $value
    return $builder.ToString()
}

function Add-LineJson($builder, $value) {
    if ($null -eq $value) { [void]$builder.Append('null') }
    elseif ($value -is [string]) {
        [void]$builder.Append('"=').Append((Protect-JsonText $value)).Append('"')
    }
    elseif ($value -is [bool]) { if ($value) { [void]$builder.Append('true') } else { [void]$builder.Append('false') } }
    elseif ($value -is [System.Collections.IDictionary]) {
        $keys = [string[]]@($value.get_Keys())
        [array]::Sort($keys, [StringComparer]::Ordinal)
        $separator = '{'
        foreach ($key in $keys) {
            [void]$builder.Append($separator).Append('"').Append((Protect-JsonText $key)).Append('":')
            Add-LineJson $builder $value[$key]
            $separator = ','
        }
        if ($keys.Length -eq 0) { [void]$builder.Append('{') }
        [void]$builder.Append('}')
    }
    elseif ($value -is [System.Collections.IEnumerable]) {
        [void]$builder.Append('[')
        $isFirst = $true
        foreach ($member in $value) {
            if (-not $isFirst) { [void]$builder.Append(',') }
            Add-LineJson $builder $member
            $isFirst = $false
        }
        [void]$builder.Append(']')
    }
    elseif ($value -is [int] -or $value -is [long] -or $value -is [uint32]) { [void]$builder.Append(([long]$value).ToString()) }
    elseif ($value -is [double]) { [void]$builder.Append(([double]$value).ToString('R', [Globalization.CultureInfo]::InvariantCulture)) }
    else { throw ('no JSON for a value of type {0}' -f $value.GetType().FullName) }
}

# Every character that occurs is looked at once, every replacement runs through the whole text at once: a script block per character takes
# a minute for a megabyte of them. The backslash goes first, for the others bring it along.
function Protect-JsonText([string]$text) {
    if (-not $jsonSpecial.IsMatch($text)) { return $text }
    $escaped = New-Object System.Text.StringBuilder ($text.Replace('\', '\u005c'))
    foreach ($character in (New-Object 'System.Collections.Generic.HashSet[char]' (, $text.ToCharArray()))) {
        if ([int]$character -eq 92 -or -not $jsonSpecial.IsMatch([string]$character)) { continue }
        [void]$escaped.Replace([string]$character, ('\u{0:x4}' -f [int]$character))
    }
    return $escaped.ToString()
}
