using WebhookTools.JournalCrashHost;

// append <path> <durability> <maximum size> <first number> <compress: true|false>
// bench  <folder> <durability> <appenders> <seconds>
return args switch
{
    ["append", ..] when args.Length == 6 => await NumberedAppender.RunAsync(args[1..]),
    ["bench", ..] when args.Length == 5 => await AppendBenchmark.RunAsync(args[1..]),
    _ => 2,
};
