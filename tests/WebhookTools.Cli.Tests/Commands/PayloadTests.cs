using System.Globalization;
using System.Text;
using System.Text.Json;
using WebhookTools.Cli.Tests.Processes;

namespace WebhookTools.Cli.Tests.Commands;

public sealed class PayloadTests
{
    [Fact]
    public async Task Json_is_flattened_from_standard_input_to_standard_output()
    {
        CliResult result = await CliProcess.RunAsync(["payload", "--flatten"], """{"obj1":{"a":1,"b":{"c":true,"d":null}}}""");

        Assert.Equal("{\"obj1.a\":1,\"obj1.b.c\":true}\n", result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task A_file_is_read()
    {
        CliResult result = await CliProcess.RunAsync(["payload", "--flatten", "--in-file", TestData.Sample("gcm-metric.json")]);

        using JsonDocument json = JsonDocument.Parse(Assert.Single(result.ShouldExitWith(0).Lines));
        Assert.Equal(60, json.RootElement.GetProperty("gpu.gpu0.temps.core").GetInt32());
    }

    [Fact]
    public async Task Each_line_of_ndjson_becomes_a_line()
    {
        CliResult result = await CliProcess.RunAsync(["payload", "--omit-null"], "{\"a\":1,\"b\":null}\n[ 2 ]\n\n\"x\"\n");

        Assert.Equal("{\"a\":1}\n[2]\n\"x\"\n", result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task Values_are_collected_into_arrays_of_a_size()
    {
        CliResult result = await CliProcess.RunAsync(["payload", "--as-array", "--batch-size", "2"], "1\n2\n3\n");

        Assert.Equal("[1,2]\n[3]\n", result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task A_batch_size_requires_arrays()
    {
        CliResult result = await CliProcess.RunAsync(["payload", "--batch-size", "2"], "1");

        result.ShouldFail(2, "OptionNeeds", "--batch-size", "--as-array");
    }

    [Fact]
    public async Task Separator_and_name_key_can_be_set()
    {
        CliResult result = await CliProcess.RunAsync(["payload", "--flatten", "--separator", "_", "--name-key", ""], """{"g":{"name":"x","a":1}}""");

        Assert.Equal("{\"g_name\":\"x\",\"g_a\":1}\n", result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task Output_is_utf8_without_a_byte_order_mark()
    {
        CliResult result = await CliProcess.RunAsync(["payload"], """{"größe":"✓"}""");

        Assert.Equal((byte)'{', result.ShouldExitWith(0).OutputBytes[0]);
        using JsonDocument json = JsonDocument.Parse(result.OutputBytes);
        Assert.Equal("✓", json.RootElement.GetProperty("größe").GetString());
    }

    [Theory]
    [InlineData("""{"a":""")]
    [InlineData("""{"a":1}}""")]
    [InlineData("nonsense")]
    public async Task Invalid_json_fails_and_names_the_position(string input)
    {
        CliResult result = await CliProcess.RunAsync(["payload"], input);

        result.ShouldExitWith(1);
        Assert.Matches("^error Json[A-Za-z]+: .*line 1", result.Error);
    }

    [Fact]
    public async Task Values_before_an_invalid_one_are_not_lost()
    {
        CliResult result = await CliProcess.RunAsync(["payload"], "{\"a\":1}\n{\"b\":\n");

        Assert.Equal("{\"a\":1}\n", result.ShouldExitWith(1).Output);
    }

    [Fact]
    public async Task Json_that_is_too_deep_fails()
    {
        CliResult result = await CliProcess.RunAsync(["payload", "--maximum-depth", "3"], "[[[[1]]]]");

        result.ShouldExitWith(1);
        Assert.StartsWith("error JsonTooDeep: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_pipe_ends_it_quietly()
    {
        Tool.Require("bash", "yes", "head");

        // The input is endless, so the process ends only if it notices that 'head' has exited.
        CliResult result = await CliProcess.RunToolAsync(
            "bash",
            ["-c", "yes '{\"a\": {\"b\": 1}}' 2> /dev/null | \"$0\" payload --flatten | head -n 1; echo \"${PIPESTATUS[1]}\"", CliProcess.Executable]);

        Assert.Equal("{\"a.b\":1}\n0\n", result.ShouldExitWith(0).Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Lines_are_appended_to_a_file()
    {
        Tool.Require("bash");
        string script = "f=$(mktemp); { echo before; echo '[1, 2]' | \"$0\" payload; \"$0\" secret --list | head -n 1; echo after; } > \"$f\"; cat \"$f\"; rm \"$f\"";

        CliResult result = await CliProcess.RunToolAsync("bash", ["-c", script, CliProcess.Executable]);

        Assert.Equal(["before", "[1,2]"], result.ShouldExitWith(0).Lines[..2]);
        Assert.Equal("after", result.Lines[^1]);
        Assert.Equal(4, result.Lines.Length);
    }

    [Fact]
    public async Task Memory_use_does_not_grow_with_the_input()
    {
        Tool.Require("bash", "yes", "head");
        const int Lines = 2_000_000;
        string line = """{"node":"n0001","disk":{"root":{"free":1}},"padding":"0123456789012345678901234567890123456789"}""";

        // 200 MB through a process with a heap limit of 64 MB.
        CliResult result = await CliProcess.RunToolAsync(
            "bash",
            ["-c", $"yes '{line}' 2> /dev/null | head -n {Lines} | \"$0\" payload --flatten | wc -l", CliProcess.Executable],
            environment: new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_GCHeapHardLimit"] = "0x4000000" });

        Assert.Equal(Lines.ToString(CultureInfo.InvariantCulture), result.ShouldExitWith(0).Output.Trim());
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Empty_input_gives_empty_output()
    {
        CliResult result = await CliProcess.RunAsync(["payload"], Encoding.UTF8.GetBytes("  \n"), environment: null);

        Assert.Empty(result.ShouldExitWith(0).Output);
    }
}
