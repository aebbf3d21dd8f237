using System.CommandLine;

namespace WebhookTools.Cli.Options;

/// <summary>Plain options, made in one way.</summary>
internal static class OptionFactory
{
    /// <summary>An option that takes text as it is.</summary>
    public static Option<string> Text(string name, string placeholder, string description) => new(name) { Description = description, HelpName = placeholder };

    /// <summary>An option that is given or not.</summary>
    public static Option<bool> Switch(string name, string description) => new(name) { Description = description };

    /// <summary>Adds options to a verb, in the order in which help lists them.</summary>
    public static void AddRange(this Command command, params ReadOnlySpan<Option> options)
    {
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }
}
