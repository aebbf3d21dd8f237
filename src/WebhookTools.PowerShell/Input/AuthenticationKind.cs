namespace WebhookTools.PowerShell.Input;

/// <summary>How a request says who sends it.</summary>
public enum AuthenticationKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>User name and password.</summary>
    Basic,

    /// <summary>A token.</summary>
    Bearer,
}
