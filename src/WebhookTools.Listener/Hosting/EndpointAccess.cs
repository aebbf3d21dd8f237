namespace WebhookTools.Listener.Hosting;

/// <summary>Who may ask an endpoint.</summary>
internal enum EndpointAccess
{
    /// <summary>Anyone.</summary>
    Anyone,

    /// <summary>Whoever may read alerts: who has a token or the password; where neither is set, whoever is on this machine or in an allowed network.</summary>
    Reader,

    /// <summary>Whoever may send: the endpoint itself checks it, since a signature is over the body.</summary>
    Sender,
}
