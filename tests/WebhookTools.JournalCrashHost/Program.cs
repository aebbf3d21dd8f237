using WebhookTools.JournalCrashHost;

// <path> <durability> <maximum size> <first number> <compress: true|false>
return args.Length == 5 ? await NumberedAppender.RunAsync(args) : 2;
