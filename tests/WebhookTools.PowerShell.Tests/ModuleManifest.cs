using System.Text.RegularExpressions;
using WebhookTools.Tests;

namespace WebhookTools.PowerShell.Tests;

/// <summary>Reads the module manifest as text. Its lists are literals, so this needs no PowerShell.</summary>
internal static partial class ModuleManifest
{
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
