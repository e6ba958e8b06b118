using Luciole.Torch;

namespace Luciole.Models;

/// <summary>Which tokens of each image are hidden. The tensors belong to the holder or to his scope.</summary>
/// <param name="Hidden"><c>[N, L]</c>, 1 where a token is hidden, 0 where it is visible.</param>
/// <param name="IdsKeep"><c>[N, K]</c>, the visible tokens in the order the encoder sees them.</param>
/// <param name="IdsRestore"><c>[N, L]</c>, where each token stands among the visible ones followed by the hidden ones.</param>
public sealed record TokenMask(Tensor Hidden, Tensor IdsKeep, Tensor IdsRestore) : IDisposable
{
    /// <summary>
    /// A checkerboard on <paramref name="grid"/> x <paramref name="grid"/> tokens: hidden where row and column are both even or both
    /// odd. The same for all <paramref name="batch"/> images; visible tokens in raster order.
    /// </summary>
    public static TokenMask Checkerboard(long batch, long grid, Device device)
    {
        using var scope = new TensorScope();
        var count = grid * grid;
        var hidden = new float[count];
        for (var i = 0; i < count; i++)
            hidden[i] = ((i / grid) + (i % grid)) % 2 == 0 ? 1 : 0;
        var visible = hidden.Count(h => h == 0);
        var order = Enumerable.Range(0, (int)count).OrderBy(i => hidden[i]).Select(i => (long)i).ToArray();
        var places = new long[count];
        for (var place = 0; place < count; place++)
            places[order[place]] = place;

        Tensor PerImage<T>(T[] values)
            where T : unmanaged => scope.Keep(Tensor.From(values, 1, values.Length).To(device).Repeat(batch, 1));
        return new TokenMask(PerImage(hidden), PerImage(order[..visible]), PerImage(places));
    }

    /// <summary>
    /// Keeps the int(L * (1 - ratio)) tokens with the smallest noise of each image, in the order of their noise.
    /// </summary>
    /// <param name="noise"><c>[N, L]</c>, uniform on [0, 1).</param>
    /// <param name="ratio">The part to hide.</param>
    public static TokenMask Random(Tensor noise, double ratio)
    {
        using var scope = new TensorScope();
        var shape = noise.Shape;
        var kept = KeptOf(shape[1], ratio);
        var order = noise.ArgsortStable(1);
        var restore = order.ArgsortStable(1);
        var keep = order.Slice(1, 0, kept).Contiguous();
        var visible = Tensor.Zeros([shape[0], kept], ScalarType.Float32, noise.Device);
        var hidden = Tensor.Ones([shape[0], shape[1] - kept], ScalarType.Float32, noise.Device);
        var mask = Tensor.Cat(1, visible, hidden).Gather(1, restore);
        return new TokenMask(scope.Keep(mask), scope.Keep(keep), scope.Keep(restore));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Hidden.Dispose();
        IdsKeep.Dispose();
        IdsRestore.Dispose();
    }

    internal static long KeptOf(long tokens, double ratio) => (long)(tokens * (1 - ratio));
}
