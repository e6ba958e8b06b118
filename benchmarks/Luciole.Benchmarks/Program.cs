using Luciole.Benchmarks;
using Luciole.Benchmarks.Loading;
using Luciole.Benchmarks.Startup;

// One line for each benchmark.
IBenchmark[] benchmarks = [new LoaderBenchmark(), new StartupBenchmark()];

if (args is not [var name] || benchmarks.FirstOrDefault(b => b.Name == name) is not { } benchmark)
{
    Console.WriteLine("usage: Luciole.Benchmarks NAME");
    foreach (var known in benchmarks)
        Console.WriteLine($"  {known.Name,-12} {known.Purpose}");
    return 2;
}

Console.WriteLine(Machine.Describe());
benchmark.Run();
Console.WriteLine($"load afterwards {Machine.Load()}");
return 0;
