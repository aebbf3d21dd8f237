using WebhookTools.Benchmarks.Bare;

switch (args)
{
    case ["server", string port]:
        await BareServer.RunAsync(port, certificatePath: null);
        return 0;
    case ["server", string port, string certificatePath]:
        await BareServer.RunAsync(port, certificatePath);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: bare server PORT [CERTIFICATE.pem]");
        return 2;
}
