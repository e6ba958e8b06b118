using System.Text;
using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Report;
using Luciole.Benchmarks.Workers;
using Luciole.Files;

namespace Luciole.Benchmarks.Cpu;

/// <summary>Luciole and PyTorch side by side on the processor, and what Luciole's loading and growth cost; can write docs/benchmarks.md.</summary>
internal sealed class CpuBenchmark : IBenchmark
{
    private static readonly ICpuPart[] s_parts =
    [
        new NetworkPart(ComparedNetworks.Nucleus, "Nucleus UNETR, 1024 x 1024, kernel 9", batch: 1),
        new NetworkPart(ComparedNetworks.Tubulin, "Tubulin UNETR, 1024 x 1024, kernel 7", batch: 1),
        new NetworkPart(ComparedNetworks.Small, "Small UNETR, 256 x 256, kernel 3, four images at once", batch: 4),
        new NetworkPart(ComparedNetworks.MaskedAutoencoder, "Masked autoencoder, 1024 x 1024, half of the tokens hidden", batch: 1),
        new ConvolutionPart(),
        new GrowthPart(),
        new LoaderPart(),
    ];

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public string Purpose => $"Luciole against PyTorch on the processor: [--only {string.Join(',', s_parts.Select(p => p.Name))}] [--quick] [--repeats 5] [--write]";

    /// <inheritdoc/>
    public void Run() => Run([]);

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> arguments)
    {
        var options = CpuOptions.Parse(arguments);
        if (options.Only.FirstOrDefault(name => s_parts.All(p => p.Name != name)) is { } unknown)
            throw new InputException($"--only {unknown} is not known; the parts are {string.Join(", ", s_parts.Select(p => p.Name))}.");
        ICpuPart[] wanted = [.. s_parts.Where(p => options.Only.Count == 0 || options.Only.Contains(p.Name))];
        var document = new ReportDocument(Path.Combine(Repository.Root, "docs", "benchmarks.md"));
        var bench = new Bench(options, wanted.Any(p => p.ComparesWithPyTorch) ? PyTorchSettings.Find() : null);
        foreach (var part in wanted)
        {
            var section = Section(part, bench);
            Console.WriteLine(section);
            if (options.IsWritten)
                document.Write(part.Name, section);
        }
    }

    // The machine is described before, so that the load is that of others.
    private static string Section(ICpuPart part, Bench bench)
    {
        var (machine, text) = (Machine.Describe(), new StringBuilder());
        bench.Versions = "";
        bench.Warnings.Clear();
        var body = part.Measure(bench);
        text.Append($"## {part.Title}\n\n{machine}");
        if (bench.Versions.Length > 0)
            text.Append($"; {bench.Versions}");
        if (Bench.Environment is { Length: > 0 } environment)
            text.Append($"; `{environment}`");
        text.Append($"; `{bench.Options.CommandLine}`.");
        if (bench.Options.IsQuick)
            text.Append(" A quick check with small images: no figures to quote.");
        foreach (var warning in bench.Warnings)
            text.Append($"\n\n{warning}");
        return text.Append($"\n\n{body}").ToString();
    }
}
