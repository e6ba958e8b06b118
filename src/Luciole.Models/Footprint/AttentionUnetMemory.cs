using Luciole.Models.Convolution;

namespace Luciole.Models.Footprint;

/// <summary>A pass through an <see cref="AttentionUnet"/> on a <see cref="MemoryTape"/>.</summary>
internal static class AttentionUnetMemory
{
    private const int BytesOfIndex = sizeof(long);

    public static void Forward(MemoryTape tape, AttentionUnetOptions options, long batch, long height, long width)
    {
        var maps = options.FeatureMaps;
        var depth = maps.Count - 1;
        var input = tape.Make(new MapShape(batch, options.Channels, height, width).Elements);
        var shape = new MapShape(batch, options.Channels, height, width);
        var x = input;
        var skips = new Stack<MemoryBlock>();
        for (var level = 0; level < depth; level++)
        {
            var skip = tape.DoubleConvBlock(x, shape, maps[level], options.StyleAt(level), inputHasGradient: level > 0);
            if (level > 0)
                tape.Drop(x);
            shape = shape.With(maps[level]);
            tape.GradientOf(shape.Elements);
            skips.Push(skip);
            x = Pool(tape, skip, ref shape);
        }

        var bottleneck = tape.DoubleConvBlock(x, shape, maps[depth], options.StyleAt(depth));
        tape.Drop(x);
        (x, shape) = (bottleneck, shape.With(maps[depth]));
        for (var level = depth - 1; level >= 0; level--)
            x = Up(tape, x, skips.Pop(), ref shape, maps[level], options.StyleAt(level));
        var output = tape.Convolution(x, shape, options.OutputChannels, 1);
        tape.Drop(x);
        tape.DropInput(input);
        tape.Loss(output, shape.With(options.OutputChannels).Elements);
    }

    // The places of the maxima are kept, 8 bytes each.
    private static MemoryBlock Pool(MemoryTape tape, MemoryBlock skip, ref MapShape shape)
    {
        var smaller = shape.Halved();
        var pooled = tape.MakeLike(skip, smaller.Elements);
        var places = tape.MakeBytes(smaller.Elements * BytesOfIndex);
        tape.Ran([skip, places], tape.Like(skip, smaller.Elements), tape.Like(skip, shape.Elements));
        tape.Drop(places);
        shape = smaller;
        return pooled;
    }

    private static MemoryBlock Up(MemoryTape tape, MemoryBlock x, MemoryBlock skip, ref MapShape shape, long channels, ConvStyle style)
    {
        var up = tape.Doubling(x, shape, channels, bias: true);
        tape.Drop(x);
        shape = shape.Doubled(channels);
        up = tape.Activated(up, shape, style.Normalization, style.Activation);
        var both = shape.With(2 * channels);
        tape.GradientOf(both.Elements);
        var gated = Gate(tape, up, skip, shape, style.Normalization);
        tape.GradientWaits(both.Elements);
        tape.GradientWaits(shape.Elements);
        tape.Drop(skip);
        var joined = tape.Join(up, gated, both);
        var convolved = tape.DoubleConvBlock(joined, both, channels, style);
        tape.Drop(joined);
        return convolved;
    }

    // Both stay the caller's.
    private static MemoryBlock Gate(MemoryTape tape, MemoryBlock gating, MemoryBlock skip, MapShape shape, NormalizationKind normalization)
    {
        var inner = shape.With(shape.Channels / 2);
        var single = shape.With(1);
        var fromSkip = tape.Convolution(skip, shape, inner.Channels, 1);
        var weight = tape.Convolution(gating, shape, inner.Channels, 1);
        weight = tape.Normalization(weight, inner, normalization);
        weight = tape.Normalization(weight, inner, normalization);
        var sum = tape.MakeLike(weight, inner.Elements);
        tape.Drop(weight);
        sum = tape.Activation(sum, inner, ActivationKind.Relu);
        weight = tape.Convolution(sum, inner, 1, 1);
        tape.Drop(sum);
        weight = tape.Normalization(weight, single, normalization);
        weight = tape.Activation(weight, single, ActivationKind.Sigmoid);
        tape.Drop(fromSkip);
        var gated = tape.MakeLike(skip, shape.Elements);
        tape.Ran([skip, weight], tape.Like(skip, shape.Elements), tape.Like(skip, shape.Elements));
        tape.Drop(weight);
        return gated;
    }
}
