using WebhookTools.Cli;
using WebhookTools.Cli.Terminal;

using var context = new CommandContext();
return await CommandLine.RunAsync(args, context);
