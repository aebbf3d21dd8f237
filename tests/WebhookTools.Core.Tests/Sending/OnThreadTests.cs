namespace WebhookTools.Core.Tests.Sending;

public sealed class CancellationOnThreadTests : CancellationTests
{
    private protected override bool OnThread => true;
}

public sealed class RetryOnThreadTests : RetryTests
{
    private protected override bool OnThread => true;
}

public sealed class ReplyOnThreadTests : ReplyTests
{
    private protected override bool OnThread => true;
}

public sealed class TransportErrorOnThreadTests : TransportErrorTests
{
    private protected override bool OnThread => true;
}

public sealed class RequestOnThreadTests : RequestTests
{
    private protected override bool OnThread => true;
}

public sealed class RedirectOnThreadTests : RedirectTests
{
    private protected override bool OnThread => true;
}

public sealed class RedactionOnThreadTests : RedactionTests
{
    private protected override bool OnThread => true;
}

public sealed class StatusErrorOnThreadTests : StatusErrorTests
{
    private protected override bool OnThread => true;
}

public sealed class SchemesOnTheWireOnThreadTests : SchemesOnTheWireTests
{
    private protected override bool OnThread => true;
}

public sealed class ReplayOnThreadTests : ReplayTests
{
    private protected override bool OnThread => true;
}

public sealed class ProxyOnThreadTests : ProxyTests
{
    private protected override bool OnThread => true;
}
