namespace Luciole.Kernels.Convolution;

/// <summary>Which tile to use for a shape.</summary>
internal static class TileSize
{
    /// <summary>The sides that there are transforms for.</summary>
    public static readonly int[] All = [16, 24, 32, 40, 48, 64];

    /// <summary>Those that leave results for a kernel, and room for its taps beside its rows.</summary>
    public static IEnumerable<int> Fitting(int kernel) =>
        All.Where(t => t - kernel + 1 >= t / 4 && kernel * kernel <= (t - kernel) * (t + 1));

    /// <summary>The one with the least work by a small model: <see cref="Cost"/>.</summary>
    public static int Choose(ConvolutionShape shape) =>
        Fitting(shape.Kernel).MinBy(t => Cost(shape, t));

    /// <summary>Work of a convolution, in nanoseconds of one core, more or less: what matters is the order.</summary>
    public static double Cost(ConvolutionShape shape, int size)
    {
        var grid = new TileGrid(shape, size);
        double points = (double)size * size;
        var rows = points * grid.Pairs;
        var product = rows * shape.Channels * shape.Filters * ProductCost;
        var transforms = rows * (Padded(shape.Channels) + Padded(shape.Filters)) * TransformCost;
        var weights = grid.Frequencies * (double)shape.Channels * Padded(shape.Filters) * WeightCost;
        return product + transforms + weights;
    }

    private const double ProductCost = 0.08;
    private const double TransformCost = 1.6;
    private const double WeightCost = 1.6;

    private static double Padded(int channels) => (channels + 15) / 16 * 16;
}
