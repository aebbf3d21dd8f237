using System.Text.RegularExpressions;
using WebhookTools.Cli.Tests.Processes;
using WebhookTools.Tests;
using Xunit.Sdk;

namespace WebhookTools.Cli.Tests.Guides;

/// <summary>A block of code in the README or in a guide.</summary>
public sealed partial record GuideBlock : IXunitSerializable
{
    public string Guide { get; private set; } = string.Empty;

    public int Number { get; private set; }

    public string Code { get; private set; } = string.Empty;

    /// <summary>Its position in the guide.</summary>
    public (int Start, int End) Place { get; private set; }

    // A test cannot run the commands that build and test.
    private bool Builds => Code.StartsWith("dotnet ", StringComparison.Ordinal);

    /// <summary>Returns the blocks in a language in the README and the guides, except those that build or test.</summary>
    public static IEnumerable<GuideBlock> In(string language)
    {
        foreach (string path in Directory.EnumerateFiles(Repository.PathOf("docs", "guides"), "*.md").Order(StringComparer.Ordinal).Prepend(Repository.PathOf("README.md")))
        {
            int number = 0;
            foreach (Match match in Fence().Matches(File.ReadAllText(path).ReplaceLineEndings("\n")))
            {
                if (string.Equals(match.Groups["language"].Value, language, StringComparison.Ordinal))
                {
                    var block = new GuideBlock { Guide = Path.GetFileNameWithoutExtension(path), Number = ++number, Code = match.Groups["code"].Value, Place = (match.Index, match.Index + match.Length) };
                    if (!block.Builds)
                    {
                        yield return block;
                    }
                }
            }
        }
    }

    /// <summary>Whether only an empty line separates this block from another that precedes it.</summary>
    public bool IsOutputOf(GuideBlock block) => string.Equals(Guide, block.Guide, StringComparison.Ordinal) && Place.Start == block.Place.End + 2;

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(Guide), Guide);
        info.AddValue(nameof(Number), Number);
        info.AddValue(nameof(Code), Code);
        info.AddValue("Start", Place.Start);
        info.AddValue("End", Place.End);
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        Guide = info.GetValue<string>(nameof(Guide))!;
        Number = info.GetValue<int>(nameof(Number));
        Code = info.GetValue<string>(nameof(Code))!;
        Place = (info.GetValue<int>("Start"), info.GetValue<int>("End"));
    }

    public override string ToString() => $"{Guide} {Number}";

    [GeneratedRegex("^```(?<language>[a-z]+)\\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Fence();
}
