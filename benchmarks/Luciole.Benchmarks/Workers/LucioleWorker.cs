using System.Text.Json;
using Luciole.Benchmarks.Workers.Works;
using Luciole.Torch.Runtime;

namespace Luciole.Benchmarks.Workers;

/// <summary>
/// Luciole's side of a comparison: a process that does what the lines of its standard input say and answers each with a line of JSON.
/// benchmarks/pytorch/worker.py is the other side and explains the requests.
/// </summary>
internal static class LucioleWorker
{
    /// <summary>The word on the command line that makes the program a worker.</summary>
    public const string Command = "worker";

    /// <summary>Works until the input ends.</summary>
    public static void Run(TextReader requests, TextWriter answers)
    {
        Work? work = null;
        try
        {
            while (requests.ReadLine() is { } line)
            {
                var (request, argument) = line.Split(' ', 2) is [var word, var rest] ? (word, rest) : (line, "");
                object answer = new object();
                switch (request)
                {
                    case "order":
                        var order = JsonSerializer.Deserialize<WorkOrder>(argument, WorkOrder.Json)!;
                        work?.Dispose();
                        var threads = TorchRuntime.UseThreads(order.Threads);
                        work = Work.From(order);
                        answer = new WorkerReady(TorchRuntime.Version, threads, work.Names);
                        break;
                    case "go":
                        answer = work!.Go();
                        break;
                    case "save":
                        work!.Save(argument);
                        break;
                    case "memory":
                        answer = new WorkerMemory(ProcessFigures.PeakMemory());
                        break;
                    default:
                        throw new InvalidOperationException($"unknown request {request}");
                }

                answers.WriteLine(JsonSerializer.Serialize(answer, WorkOrder.Json));
                answers.Flush();
            }
        }
        finally
        {
            work?.Dispose();
        }
    }
}
