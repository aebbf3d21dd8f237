using System.Text.RegularExpressions;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>about_WebhookSignatures describes every scheme. The Pester tests run its examples.</summary>
public sealed class DocumentationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Theory]
    [MemberData(nameof(SchemeSample.Names), MemberType = typeof(SchemeSample))]
    public void Every_scheme_has_a_section_that_names_its_headers_and_has_an_example(string name)
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "en-US", "about_WebhookSignatures.md"));
        string section = Regex.Match(page, $"^## {name}\n(?<section>.*?)(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, Limit).Groups["section"].Value;

        Assert.All(SignatureSchemes.Get(name).HeaderNames, header => Assert.Contains(header, section, StringComparison.Ordinal));
        Assert.Contains("```powershell", section, StringComparison.Ordinal);
        Assert.Contains("Test-WebhookSignature", section, StringComparison.Ordinal);
    }

    [Fact]
    public void No_section_describes_an_unknown_scheme()
    {
        string[] others = ["Short description", "Long description", "See also"];
        IEnumerable<string> sections = File.ReadLines(Repository.PathOf("docs", "en-US", "about_WebhookSignatures.md"))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => line["## ".Length..]);

        Assert.Equal(SignatureSchemes.All.Select(scheme => scheme.Name), sections.Except(others, StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
