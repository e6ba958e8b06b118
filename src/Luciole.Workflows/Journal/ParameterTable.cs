using System.Globalization;
using Luciole.Torch.Modules;

namespace Luciole.Workflows.Journal;

/// <summary>Every tensor of a network with its shape, its number of scalars, and whether training moves it.</summary>
internal static class ParameterTable
{
    /// <summary>The table, the sums at its end.</summary>
    public static string Of(Module network)
    {
        List<string[]> rows = [["tensor", "shape", "scalars", ""]];
        long trained = 0, fixedOnes = 0, buffers = 0;
        foreach (var (name, tensor, isParameter) in network.State())
        {
            var count = tensor.ElementCount;
            var kind = !isParameter ? "buffer" : tensor.RequiresGrad ? "trained" : "fixed";
            rows.Add([name, $"[{string.Join(", ", tensor.Shape)}]", Number(count), kind]);
            trained += kind == "trained" ? count : 0;
            fixedOnes += kind == "fixed" ? count : 0;
            buffers += kind == "buffer" ? count : 0;
        }

        rows.Add(["", "", "", ""]);
        rows.Add(["parameters", "", Number(trained + fixedOnes), ""]);
        rows.Add(["  trained", "", Number(trained), ""]);
        rows.Add(["  fixed", "", Number(fixedOnes), ""]);
        rows.Add(["buffers (statistics of batch normalisation)", "", Number(buffers), ""]);
        return TextTable.Of(rows, 2);
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
