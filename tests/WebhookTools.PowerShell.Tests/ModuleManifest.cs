using System.Text.RegularExpressions;
using WebhookTools.Tests;

namespace WebhookTools.PowerShell.Tests;

/// <summary>What the manifest says; its lists are literal, so that no PowerShell is needed to read them.</summary>
internal static partial class ModuleManifest
{
    /// <summary>The names of the cmdlets that the module exports.</summary>
    public static string[] ExportedCmdlets()
    {
        string text = File.ReadAllText(Repository.PathOf("WebhookTools.psd1"));
        string list = CmdletList().Match(text).Groups["names"].Value;
        return [.. Name().Matches(list).Select(match => match.Groups["name"].Value)];
    }

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\((?<names>[^)]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CmdletList();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
