using System.Numerics;

namespace Luciole.Benchmarks.Networks;

/// <summary>The convolutions of a UNETR's decoder, in the order of its construction.</summary>
internal static class UnetrDecoder
{
    /// <summary>Those that keep the size, without the last one, whose kernel is one pixel.</summary>
    public static IEnumerable<ConvolutionShape> Convolutions(NetworkShape network)
    {
        var (levels, grid, kernel) = (Levels(network), network.ImageSize / network.TokenSize, network.KernelSize);
        for (var level = levels - 1; level > 0; level--)
        {
            var channels = network.Filters << level;
            for (var i = 0; i < levels - level; i++)
                yield return new ConvolutionShape(channels, channels, kernel, grid << (i + 1));
            yield return new ConvolutionShape(2 * channels, channels, kernel, grid << (levels - level));
            yield return new ConvolutionShape(channels, channels, kernel, grid << (levels - level));
        }

        foreach (var inputs in (int[])[1, network.Filters, 2 * network.Filters, network.Filters])
            yield return new ConvolutionShape(inputs, network.Filters, kernel, network.ImageSize);
    }

    /// <summary>Multiplications and additions of the transposed convolutions, whose kernel and stride are 2.</summary>
    public static double TransposedOperations(NetworkShape network)
    {
        var (levels, grid, width) = (Levels(network), network.ImageSize / network.TokenSize, network.EmbedDim);
        var total = Transposed(width, network.Filters << (levels - 1), grid);
        for (var level = levels - 1; level > 0; level--)
        {
            var channels = network.Filters << level;
            for (var i = 0; i < levels - level; i++)
                total += Transposed(i == 0 ? width : channels, channels, grid << i);
            total += Transposed(channels, network.Filters << (level - 1), grid << (levels - level));
        }

        return total;
    }

    private static int Levels(NetworkShape network) => BitOperations.Log2((uint)network.TokenSize);

    private static double Transposed(int inputs, int outputs, int size) => 2.0 * 4 * inputs * outputs * size * size;
}
