using System.Text.Json;
using Luciole.Benchmarks.Workers.Works;
using Luciole.Torch;
using Luciole.Torch.Runtime;

namespace Luciole.Benchmarks.Workers;

/// <summary>
/// Luciole's side of a comparison: a process that does what the lines of its standard input say and answers each with a line of JSON.
/// benchmarks/pytorch/worker.py is the other side and explains the requests.
/// </summary>
internal sealed class LucioleWorker : IDisposable
{
    /// <summary>The word on the command line that makes the program a worker.</summary>
    public const string Command = "worker";

    /// <summary>The answer when a device's memory does not suffice.</summary>
    public const string OutOfMemory = """{"out_of_memory": true}""";

    private Work? _work;

    /// <summary>Works until the input ends.</summary>
    public static void Run(TextReader requests, TextWriter answers)
    {
        using var worker = new LucioleWorker();
        while (requests.ReadLine() is { } line)
        {
            answers.WriteLine(worker.AnswerOrGiveUp(line));
            answers.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _work?.Dispose();
        _work = null;
    }

    private string AnswerOrGiveUp(string line)
    {
        try
        {
            return JsonSerializer.Serialize(Answer(line), WorkOrder.Json);
        }
        catch (TorchException e) when (e.IsOutOfMemory)
        {
            Dispose();
            return OutOfMemory;
        }
    }

    private object Answer(string line)
    {
        var (request, argument) = line.Split(' ', 2) is [var word, var rest] ? (word, rest) : (line, "");
        switch (request)
        {
            case "order":
                var order = JsonSerializer.Deserialize<WorkOrder>(argument, WorkOrder.Json)!;
                Dispose();
                var threads = TorchRuntime.UseThreads(order.Threads);
                _work = Work.From(order);
                return new WorkerReady(TorchRuntime.Version, threads, _work.Names, _work.LeftOut);
            case "go":
                return _work!.Go();
            case "save":
                _work!.Save(argument);
                return new object();
            case "memory":
                return _work?.Memory() ?? new WorkerMemory(ProcessFigures.PeakMemory());
            default:
                throw new InvalidOperationException($"unknown request {request}");
        }
    }
}
