namespace WebhookTools.Listener.Hosting;

/// <summary>Answers anyone the same.</summary>
internal sealed class FixedReplyEndpoint(string name, Reply reply) : IEndpoint
{
    public string Name => name;

    public EndpointAccess Access => EndpointAccess.Anyone;

    public bool IsRateLimited => true;

    public ValueTask AnswerAsync(RequestContext context)
    {
        reply.Write(context.Http.Response);
        return ValueTask.CompletedTask;
    }
}
