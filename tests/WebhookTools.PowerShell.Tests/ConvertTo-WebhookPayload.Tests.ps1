BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'ConvertTo-WebhookPayload' {
    Context 'PowerShell objects become JSON with the members that PowerShell shows' {
        It '<Name>' -ForEach @(
            @{ Name = 'a custom object keeps its order'; Value = { [pscustomobject]@{ z = 1; a = 2; m = 3 } }; Json = '{"z":1,"a":2,"m":3}' }
            @{ Name = 'an ordered dictionary keeps its order'; Value = { [ordered]@{ z = 1; a = 2 } }; Json = '{"z":1,"a":2}' }
            @{ Name = 'a hashtable'; Value = { @{ a = $null } }; Json = '{"a":null}' }
            @{ Name = 'a chosen member and a computed one'; Value = { 'abc' | Select-Object Length, @{ n = 'half'; e = { $_.Length / 2 } } }; Json = '{"Length":3,"half":1.5}' }
            @{ Name = 'a script property'; Value = { [pscustomobject]@{ a = 20 } | Add-Member ScriptProperty twice { $this.a * 2 } -PassThru }; Json = '{"a":20,"twice":40}' }
            @{ Name = 'a getter that throws is null, as PowerShell shows it'; Value = { [pscustomobject]@{ a = 1 } | Add-Member ScriptProperty broken { throw 'no' } -PassThru }; Json = '{"a":1,"broken":null}' }
            @{ Name = 'nested custom objects of the same type are no cycle'; Value = { [pscustomobject]@{ a = [pscustomobject]@{ b = [pscustomobject]@{ c = 1 } } } }; Json = '{"a":{"b":{"c":1}}}' }
            @{ Name = 'a wrapped number is a number'; Value = { @{ a = (Write-Output 5) } }; Json = '{"a":5}' }
            @{ Name = 'a wrapped string is a string'; Value = { @{ a = (Write-Output 'x' | Add-Member note 1 -PassThru) } }; Json = '{"a":"x"}' }
            @{ Name = 'an array within'; Value = { @{ a = 1, 'b', $null, @{ c = 1 } } }; Json = '{"a":[1,"b",null,{"c":1}]}' }
            @{ Name = 'an enumeration by its name'; Value = { @{ a = [DayOfWeek]::Friday } }; Json = '{"a":"Friday"}' }
            @{ Name = 'a switch as a boolean'; Value = { @{ a = [switch] $true } }; Json = '{"a":true}' }
            @{ Name = 'a date, round trip'; Value = { @{ a = [datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc) } }; Json = '{"a":"2026-01-02T03:04:05.0000000Z"}' }
            @{ Name = 'bytes as base64'; Value = { @{ a = [byte[]](1, 2, 3) } }; Json = '{"a":"AQID"}' }
            @{ Name = 'a version, a guid and an address as text'; Value = { [ordered]@{ v = [version]'1.2'; g = [guid]::Empty; u = [uri]'http://x/' } }; Json = '{"v":"1.2","g":"00000000-0000-0000-0000-000000000000","u":"http://x/"}' }
            @{ Name = 'what is not there is null'; Value = { @{ a = [System.Management.Automation.Internal.AutomationNull]::Value } }; Json = '{"a":null}' }
            @{ Name = 'a class of a script'; Value = { Invoke-Expression 'class Disk { [string] $root = "/"; [int] $free = 5 }; [Disk]::new()' }; Json = '{"root":"/","free":5}' }
        ) {
            ConvertTo-WebhookPayload -InputObject (& $Value) | Should -BeExactly $Json
        }

        It 'converts a .NET object with its adapted properties' {
            $payload = Get-Process -Id $PID | Select-Object Name, Id | ConvertTo-WebhookPayload | ConvertFrom-Json
            $payload.Id | Should -Be $PID
            $exception = [ArgumentException]::new('text', 'name') | Select-Object Message, ParamName | ConvertTo-WebhookPayload | ConvertFrom-Json
            $exception.ParamName | Should -Be 'name'
        }
    }

    Context 'a series of custom objects' {
        BeforeAll {
            $shapes = {
                foreach ($number in 1, 2) {
                    [pscustomobject]@{ a = $number; b = 'x' }
                    [pscustomobject]@{ b = 'x'; a = $number }
                    [pscustomobject]@{ A = $number; b = 'x' }
                    [pscustomobject]@{ a = $number }
                    [pscustomobject]@{}
                    [pscustomobject]@{ a = [pscustomobject]@{ a = $number; b = [pscustomobject]@{ b = $number } }; b = @([pscustomobject]@{ a = $number }) }
                    [pscustomobject]@{ a = $number } | Add-Member ScriptProperty twice { $this.a * 2 } -PassThru
                    [pscustomobject]@{ PSTypeName = 'Test.Typed'; a = $number }
                    [pscustomobject]@{ PSTypeName = 'Test.Hidden'; a = $number }
                    $own = [pscustomobject]@{ a = $number; shown = 'its own' }
                    $own.pstypenames.Insert(0, 'Test.Typed')
                    $own
                    [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize([pscustomobject]@{ a = $number; b = 'x' }))
                    'abc' | Select-Object Length, @{ n = 'a'; e = { $number } }
                    $seen = [pscustomobject]@{ a = $number; b = 'x' }
                    $null = $seen.psobject.Properties.Name, $seen.pstypenames, $seen.psbase
                    $seen
                    $changed = [pscustomobject]@{ a = $number; b = 'x' }
                    $changed.psobject.Properties.Remove('a')
                    $changed
                    Update-TypeData -TypeName Test.Late -MemberType NoteProperty -MemberName since -Value $number -Force
                    [pscustomobject]@{ PSTypeName = 'Test.Late'; a = $number }
                }
                foreach ($count in 1..20) { $many = [ordered]@{}; foreach ($name in 1..$count) { $many["n$name"] = $count }; [pscustomobject] $many }
                [pscustomobject]@{ a = 3; b = 'x' }
            }
            Update-TypeData -TypeName Test.Typed -MemberType ScriptProperty -MemberName shown -Value { "typed $($this.a)" } -Force
            $hidden = [Management.Automation.Runspaces.TypeData]::new('Test.Hidden')
            $hidden.Members.Add('secret', [Management.Automation.Runspaces.NotePropertyData]::new('secret', 1))
            $hidden.Members['secret'].IsHidden = $true
            $hidden.Members.Add('open', [Management.Automation.Runspaces.NotePropertyData]::new('open', 2))
            Update-TypeData -TypeData $hidden -Force
        }

        AfterAll { 'Test.Typed', 'Test.Hidden', 'Test.Late' | ForEach-Object { Remove-TypeData -TypeName $_ -ErrorAction Ignore } }

        It 'converts each one independently of the previous ones' {
            $expected = & $shapes | ForEach-Object { ConvertTo-Json -InputObject $_ -Compress -Depth 5 }
            & $shapes | ConvertTo-WebhookPayload | Should -BeExactly $expected
        }
    }

    It 'returns a string unchanged, byte for byte' {
        ConvertTo-WebhookPayload -InputObject "{ `"a`" :  1 }`n" | Should -BeExactly "{ `"a`" :  1 }`n"
    }

    It 'flattens a JSON string by the rules of gcm' {
        $sample = Get-Content (Join-Path $dataPath 'samples' 'gcm-metric.json') -Raw
        $flat = $sample | ConvertTo-WebhookPayload -Flatten | ConvertFrom-Json -AsHashtable
        $flat.Values | Where-Object { $_ -is [Collections.IDictionary] -or $_ -is [array] } | Should -BeNullOrEmpty
        $flat.Count | Should -BeGreaterThan 0
    }

    It 'flattens named items by name' {
        @{ g = @(@{ name = 'x'; a = 1 }, @{ name = 'y'; a = 2 }) } | ConvertTo-WebhookPayload -Flatten | Should -BeExactly '{"g.x.a":1,"g.y.a":2}'
    }

    It 'accepts another separator and another name property' {
        @{ g = @([ordered]@{ id = 'x'; a = 1 }) } | ConvertTo-WebhookPayload -Flatten -Separator / -NameKey id | Should -BeExactly '{"g/x/a":1}'
    }

    It 'omits null values at every level' {
        [ordered]@{ a = $null; b = @{ c = $null } } | ConvertTo-WebhookPayload -OmitNull | Should -BeExactly '{"b":{}}'
    }

    It 'creates one payload per object' {
        @{ a = 1 }, @{ a = 2 } | ConvertTo-WebhookPayload | Should -Be '{"a":1}', '{"a":2}'
    }

    It 'creates one array of all objects' {
        @{ a = 1 }, '{"a":2}' | ConvertTo-WebhookPayload -AsArray | Should -BeExactly '[{"a":1},{"a":2}]'
    }

    It 'creates arrays of a given size' {
        1..5 | ConvertTo-WebhookPayload -AsArray -BatchSize 2 | Should -Be '[1,2]', '[3,4]', '[5]'
    }

    It 'treats a list that is piped as one object as one item' {
        ConvertTo-WebhookPayload -InputObject (1..3) -AsArray | Should -BeExactly '[[1,2,3]]'
    }

    It 'returns bytes' {
        $bytes = ConvertTo-WebhookPayload -InputObject @{ a = 'ü' } -AsByteArray
        , $bytes | Should -BeOfType [byte[]]
        [Text.Encoding]::UTF8.GetString($bytes) | ConvertFrom-Json | ForEach-Object a | Should -BeExactly 'ü'
    }

    Context 'errors' {
        It 'names the position of invalid JSON and continues with the next object' {
            $payloads = '{"a":}', '{"b":1}' | ConvertTo-WebhookPayload -Flatten -ErrorAction SilentlyContinue -ErrorVariable failures
            $payloads | Should -BeExactly '{"b":1}'
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'JsonInvalid,*'
            $failures[0].CategoryInfo.Category | Should -Be 'InvalidData'
            $failures[0].TargetObject | Should -BeExactly '{"a":}'
        }

        It 'rejects a cycle and names the path' {
            $cycle = @{}
            $cycle.self = $cycle
            ConvertTo-WebhookPayload -InputObject $cycle -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'ObjectCycle,*'
            $failures[0].Exception.Message | Should -BeLike '*self*'
        }

        It 'rejects an object that is too deep instead of truncating it' {
            ConvertTo-WebhookPayload -InputObject @{ a = @{ b = @{ c = 1 } } } -Depth 2 -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'ObjectTooDeep,*'
            $failures[0].Exception.Message | Should -BeLike '*a.b*'
        }

        It 'rejects -BatchSize without -AsArray' {
            { 1 | ConvertTo-WebhookPayload -BatchSize 2 } | Should -Throw -ErrorId 'BatchSizeNeedsArray,*'
        }

        It 'never writes a secret' {
            $all = ConvertTo-WebhookPayload -InputObject @{ a = (ConvertTo-SecureString 'geheim' -AsPlainText) } -ErrorAction SilentlyContinue -ErrorVariable failures
            $all | Should -BeNullOrEmpty
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'SecretInPayload,*'
        }
    }
}
