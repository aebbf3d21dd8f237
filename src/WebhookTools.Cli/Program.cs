using WebhookTools.Cli;

using var shell = new Shell();
return await CommandLine.RunAsync(args, shell);
