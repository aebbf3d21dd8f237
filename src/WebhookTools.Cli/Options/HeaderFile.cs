using WebhookTools.Cli.Errors;
using WebhookTools.Cli.Syntax;

namespace WebhookTools.Cli.Options;

/// <summary>A file of header lines. A request or status line at its top is skipped.</summary>
internal static class HeaderFile
{
    /// <summary>Reads the headers up to an empty line or the end of the file.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(string path)
    {
        using FileStream file = InputFile.Open(path);
        using var reader = new StreamReader(file);
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0)
            {
                yield break;
            }

            if (HeaderSyntax.TryParse(line, out KeyValuePair<string, string> header))
            {
                yield return header;
            }
            else if (number > 1 || !line.Contains("HTTP/", StringComparison.Ordinal))
            {
                throw CommandLineErrors.HeadersFileLine(path, number);
            }
        }
    }
}
