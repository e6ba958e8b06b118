using Luciole.Benchmarks.Cpu;
using Luciole.Benchmarks.Gpu;
using Luciole.Benchmarks.Loading;
using Luciole.Benchmarks.Organelles;
using Luciole.Benchmarks.Startup;
using Luciole.Benchmarks.Workers;
using Luciole.Benchmarks;
using Luciole.Files;

// One line for each benchmark.
IBenchmark[] benchmarks =
[
    new CpuBenchmark(),
    new GpuBenchmark(),
    new LoaderBenchmark(),
    new StartupBenchmark(),
    new OrganelleBenchmark(),
    new ConfidenceBenchmark(),
];

if (args is [LucioleWorker.Command])
{
    LucioleWorker.Run(Console.In, Console.Out);
    return 0;
}

if (args is not [var name, ..] || benchmarks.FirstOrDefault(b => b.Name == name) is not { } benchmark)
{
    Console.WriteLine("usage: Luciole.Benchmarks NAME");
    foreach (var known in benchmarks)
        Console.WriteLine($"  {known.Name,-12} {known.Purpose}");
    return 2;
}

try
{
    Console.WriteLine(Machine.Describe());
    benchmark.Run(args[1..]);
    Console.WriteLine($"load afterwards {Machine.Load()}");
    return 0;
}
catch (InputException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
