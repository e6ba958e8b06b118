using System.Text;
using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Report;
using Luciole.Benchmarks.Workers;
using Luciole.Files;
using Luciole.Torch.Runtime;

namespace Luciole.Benchmarks.Gpu;

/// <summary>Luciole against PyTorch on a GPU, in its ordinary and its best style; what each default gains; what loading costs.</summary>
internal sealed class GpuBenchmark : IBenchmark
{
    private const string Prefix = "gpu";

    private static readonly IGpuPart[] s_parts =
    [
        new SideBySidePart(ComparedNetworks.MaskedAutoencoder, "Masked autoencoder, 1024 x 1024", 4),
        new SideBySidePart(ComparedNetworks.Nucleus, "Nucleus UNETR, 1024 x 1024, kernel 9", 6),
        new SideBySidePart(ComparedNetworks.Tubulin, "Tubulin UNETR, 1024 x 1024, kernel 7", 2),
        new GrowthWithBatchPart(),
        new DefaultsPart(),
        new LoadingPart(),
    ];

    /// <inheritdoc/>
    public string Name => "gpu";

    /// <inheritdoc/>
    public string Purpose => $"Luciole beside PyTorch on a GPU: [--device cuda:0|cpu] [--only {string.Join(',', s_parts.Select(p => p.Name))}] [--quick] [--repeats 5] [--cores N] [--write]";

    /// <inheritdoc/>
    public void Run() => Run([]);

    /// <inheritdoc/>
    public void Run(IReadOnlyList<string> arguments)
    {
        var options = GpuOptions.Parse(arguments);
        TorchRuntime.Require(options.Device);
        var document = new ReportDocument(Path.Combine(Repository.Root, "docs", "benchmarks.md"));
        foreach (var (name, section) in Sections(options))
        {
            Console.WriteLine(section);
            if (options.IsWritten)
                document.Write(name, section);
        }
    }

    /// <summary>The document's sections by name, measured one after the other as they are asked for.</summary>
    /// <exception cref="InputException">A part is not known, or Python is needed and missing.</exception>
    public static IEnumerable<(string Name, string Text)> Sections(GpuOptions options)
    {
        if (options.Only.FirstOrDefault(name => s_parts.All(p => p.Name != name)) is { } unknown)
            throw new InputException($"--only {unknown} is not known; the parts are {string.Join(", ", s_parts.Select(p => p.Name))}.");
        IGpuPart[] wanted = [.. s_parts.Where(p => options.Only.Count == 0 || options.Only.Contains(p.Name))];
        var python = wanted.Any(p => p.ComparesWithPyTorch) ? PyTorchSettings.Find() : null;
        return Measured(options, wanted, python);
    }

    private static IEnumerable<(string Name, string Text)> Measured(GpuOptions options, IGpuPart[] parts, PyTorchSettings? python)
    {
        var rates = new Dictionary<MatrixShape, double>();
        yield return (Prefix, DeviceReport.Of(new GpuBench(options, python, rates)));
        foreach (var part in parts)
            yield return ($"{Prefix}-{part.Name}", Section(part, new GpuBench(options, python, rates)));
    }

    private static string Section(IGpuPart part, GpuBench bench)
    {
        var machine = Machine.Describe();
        var body = part.Measure(bench);
        var text = new StringBuilder($"## {part.Title}\n\n{DeviceReport.Device(bench.Options.Device)}; {machine}; {string.Join(", ", bench.Versions)}; `{bench.Options.CommandLine}`.");
        if (bench.Options.IsQuick)
            text.Append(" A quick check with small networks: no figures to quote.");
        foreach (var reason in bench.LeftOut)
            text.Append($"\n\nLeft out by {reason}.");
        return text.Append($"\n\n{body}").ToString();
    }
}
