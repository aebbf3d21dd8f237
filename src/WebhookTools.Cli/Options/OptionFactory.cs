using System.CommandLine;

namespace WebhookTools.Cli.Options;

/// <summary>Creates options whose value needs no parsing.</summary>
internal static class OptionFactory
{
    public static Option<string> Text(string name, string placeholder, string description) => new(name) { Description = description, HelpName = placeholder };

    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    /// <summary>Adds options to a command in the order in which help lists them.</summary>
    public static void AddRange(this Command command, params ReadOnlySpan<Option> options)
    {
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }
}
