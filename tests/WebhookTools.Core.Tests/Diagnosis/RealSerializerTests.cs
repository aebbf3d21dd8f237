using WebhookTools.Core.Diagnosis;
using WebhookTools.Core.Tests.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Diagnosis;

/// <summary>Signs the output of real serializers, so that the rules are not tested against our own idea of them.</summary>
public sealed class RealSerializerTests
{
    private const string Source = "{ \"name\": \"caf\u00e9 \\u0041\\/ <b>&\", \"n\": [1.0, 2.50, 1e3, -0.0000001, 123456789012], \"x\": {\"b\": true, \"a\": null}, \"e\": \"\\ud83d\\ude00\\u007f\\t\" }";

    [Theory]
    [InlineData("node", "-e", "process.stdin.setEncoding('utf8');let s='';process.stdin.on('data',d=>s+=d).on('end',()=>process.stdout.write(JSON.stringify(JSON.parse(s))))", "body.json-javascript")]
    [InlineData("python3", "-c", "import sys,json;sys.stdout.write(json.dumps(json.loads(sys.stdin.buffer.read())))", "body.json-python")]
    [InlineData("python3", "-c", "import sys,json;sys.stdout.write(json.dumps(json.loads(sys.stdin.buffer.read()),separators=(',',':')))", "body.json-python")]
    public async Task The_output_of_a_serializer_is_recognized(string tool, string option, string program, string cause)
    {
        string signed = await ExternalTool.RunOrSkipAsync(tool, [option, program], Source);
        var spoiled = new SpoiledSignature { Name = tool, Causes = [cause], Body = SpoiledSignature.Bytes(Source), SignedBody = SpoiledSignature.Bytes(signed) };

        SignatureDiagnosis diagnosis = spoiled.Diagnose();

        Assert.Equal(cause, Assert.Single(diagnosis.Causes).Id);
    }

    [Theory]
    [InlineData("-c")]
    [InlineData("-S")]
    [InlineData("--tab")]
    public async Task The_output_of_jq_is_recognized(string option)
    {
        const string Plain = "{ \"name\": \"caf\u00e9\", \"x\": {\"b\": true, \"a\": [ ]}, \"n\": 12 }";
        string signed = await ExternalTool.RunOrSkipAsync("jq", [option, "."], Plain);
        var spoiled = new SpoiledSignature { Name = "jq", Causes = [], Body = SpoiledSignature.Bytes(Plain), SignedBody = SpoiledSignature.Bytes(signed.TrimEnd('\n')) };

        SignatureDiagnosis diagnosis = spoiled.Diagnose();

        Assert.NotEmpty(diagnosis.Causes);
        Assert.All(diagnosis.Causes, cause => Assert.StartsWith("body.json-", cause.Id, StringComparison.Ordinal));
    }
}
