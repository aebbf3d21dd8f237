using System.Diagnostics.CodeAnalysis;

namespace WebhookTools.Cli.Verbs;

/// <summary>The verbs, one line each, in the order in which <c>--help</c> lists them.</summary>
internal static class VerbRegistry
{
    private static readonly (string Name, Func<Shell, Verb> Create)[] Verbs =
    [
        (SendVerb.VerbName, shell => new SendVerb(shell)),
        (SignVerb.VerbName, shell => new SignVerb(shell)),
        (VerifyVerb.VerbName, shell => new VerifyVerb(shell)),
        (DebugVerb.VerbName, shell => new DebugVerb(shell)),
        (SecretVerb.VerbName, shell => new SecretVerb(shell)),
        (PayloadVerb.VerbName, shell => new PayloadVerb(shell)),
        (ListenVerb.VerbName, shell => new ListenVerb(shell)),
        (AlertsVerb.VerbName, shell => new AlertsVerb(shell)),
        (DemoVerb.VerbName, shell => new DemoVerb(shell)),
    ];

    /// <summary>The verbs' names.</summary>
    public static IEnumerable<string> Names => Verbs.Select(verb => verb.Name);

    /// <summary>Builds the verb of that name, if there is one.</summary>
    public static bool TryCreate(string name, Shell shell, [NotNullWhen(true)] out Verb? verb)
    {
        foreach ((string candidate, Func<Shell, Verb> create) in Verbs)
        {
            if (candidate.Equals(name, StringComparison.Ordinal))
            {
                verb = create(shell);
                return true;
            }
        }

        verb = null;
        return false;
    }

    /// <summary>Builds all verbs.</summary>
    public static IEnumerable<Verb> CreateAll(Shell shell) => Verbs.Select(verb => verb.Create(shell));
}
