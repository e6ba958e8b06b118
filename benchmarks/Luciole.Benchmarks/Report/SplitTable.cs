using Luciole.Benchmarks.Comparison;
using Luciole.Benchmarks.Workers;
using Luciole.Torch.Profiling;

namespace Luciole.Benchmarks.Report;

/// <summary>Both sides' time by kind of layer and, in training, of the way back and the optimiser.</summary>
internal static class SplitTable
{
    private static readonly (string Key, string Label)[] s_rows =
    [
        (nameof(LayerKind.Convolution), "convolution"),
        (nameof(LayerKind.TransposedConvolution), "transposed convolution"),
        (nameof(LayerKind.Linear), "linear"),
        (nameof(LayerKind.Attention), "attention"),
        (nameof(LayerKind.NormalizationAndActivation), "normalisation and activation"),
        (nameof(LayerKind.Concatenation), "concatenation"),
        (nameof(LayerKind.Other), "the rest"),
        ("Backward", "the way back"),
        ("Optimizer", "optimiser"),
    ];

    /// <summary>The table; rows that neither side has are left out.</summary>
    public static MarkdownTable Of(PairedTimes times)
    {
        var table = new MarkdownTable("", "Luciole", "", "PyTorch", "");
        foreach (var (key, label) in s_rows)
        {
            var (mine, theirs) = (Median(times.Luciole, key), Median(times.PyTorch, key));
            if (mine + theirs > 0)
                table.Add(label, Figures.Milliseconds(mine), Figures.Percent(mine / times.LucioleSeconds), Figures.Milliseconds(theirs), Figures.Percent(theirs / times.PyTorchSeconds));
        }

        return table;
    }

    private static double Median(IEnumerable<WorkDone> runs, string key) => Statistics.Median(runs.Select(r => r.Split.GetValueOrDefault(key)));
}
