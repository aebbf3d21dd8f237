namespace WebhookTools.Listener.Hosting;

/// <summary>Who may ask an endpoint.</summary>
internal enum EndpointAccess
{
    /// <summary>Anyone.</summary>
    Anyone,

    /// <summary>Whoever comes from an allowed network: the endpoint itself checks the rest.</summary>
    Network,

    /// <summary>Whoever may read alerts: who has a token or the password; where neither is set, whoever is on this machine.</summary>
    Reader,

    /// <summary>Whoever may read numbers alone: every reader; where neither a token nor a password is set, also who may send without.</summary>
    Observer,

    /// <summary>Whoever may send: the endpoint itself checks it, since a signature is over the body.</summary>
    Sender,
}
