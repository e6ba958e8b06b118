using Luciole.Models.Convolution;

namespace Luciole.Models.Footprint;

/// <summary>What the parts of a convolutional network do to memory, operator by operator, as libtorch runs them on a processor.</summary>
internal static class ConvolutionMemory
{
    private const long SmallestLargeKernel = 5;

    /// <summary>A convolution that keeps the size. The input stays the caller's.</summary>
    public static MemoryBlock Convolution(
        this MemoryTape tape, MemoryBlock input, MapShape from, long outputs, long kernel, bool inputHasGradient = true, MemoryBlock? beside = null)
    {
        var to = from.With(outputs);
        var weights = outputs * from.Channels * kernel * kernel;
        tape.Parameter(weights);
        tape.Parameter(outputs);
        var read = tape.AsLowered(input, from.Elements);
        var (weight, bias) = (tape.CastOfParameter(weights), tape.CastOfParameter(outputs));

        // oneDNN brings input and weights into its own layout, and the output back; cuDNN is allowed the same.
        tape.Scratch(tape.Lowered(from.BlockedElements), tape.Lowered(to.BlockedElements), tape.Lowered(weights));
        tape.Scratch(tape.Lowered(to.BlockedElements), tape.Lowered(to.Elements));
        var output = tape.MakeLowered(to.Elements);
        tape.Ran(
            [read, beside, weight, bias],
            tape.Lowered(to.Elements), tape.Lowered(to.BlockedElements), tape.Lowered(from.BlockedElements), inputHasGradient ? tape.Like(input, from.Elements) : 0, tape.Lowered(weights));
        tape.DropCopy(read, input);
        return output;
    }

    /// <summary>A transposed convolution that doubles the size. The input stays the caller's.</summary>
    public static MemoryBlock Doubling(this MemoryTape tape, MemoryBlock input, MapShape from, long outputs, bool bias)
    {
        var to = from.Doubled(outputs);
        tape.Parameter(from.Channels * outputs * 4);
        if (bias)
            tape.Parameter(outputs);
        var isLowered = tape.Mode.LowersTransposed;
        var read = isLowered ? tape.AsLowered(input, from.Elements) : tape.AsSingle(input, from.Elements);
        var weight = isLowered ? tape.CastOfParameter(from.Channels * outputs * 4) : null;
        long Size(long elements) => isLowered ? tape.Lowered(elements) : elements;
        tape.Scratch(Size(from.BlockedElements), Size(to.BlockedElements));
        tape.Scratch(Size(to.BlockedElements), Size(to.Elements));
        var output = isLowered ? tape.MakeLowered(to.Elements) : tape.Make(to.Elements);
        tape.Ran([read, weight], Size(to.Elements), Size(from.Elements), Size(to.BlockedElements), Size(from.BlockedElements));
        tape.DropCopy(read, input);
        return output;
    }

    /// <summary>A normalisation; takes its input over.</summary>
    public static MemoryBlock Normalization(this MemoryTape tape, MemoryBlock input, MapShape shape, NormalizationKind kind)
    {
        if (kind == NormalizationKind.None)
            return input;
        if (kind != NormalizationKind.Instance)
        {
            tape.Parameter(shape.Channels);
            tape.Parameter(shape.Channels);
        }

        var read = kind == NormalizationKind.Group ? tape.AsSingle(input, shape.Elements) : input;
        var output = tape.MakeLike(read, shape.Elements);
        tape.Ran([read], tape.Like(read, shape.Elements), tape.Like(read, shape.Elements));
        tape.DropCopy(read, input);
        tape.Drop(input);
        return output;
    }

    /// <summary>An activation; takes its input over.</summary>
    public static MemoryBlock Activation(this MemoryTape tape, MemoryBlock input, MapShape shape, ActivationKind kind)
    {
        switch (kind)
        {
            case ActivationKind.None:
                return input;
            case ActivationKind.Relu or ActivationKind.LeakyRelu or ActivationKind.Elu:
                tape.Ran([input], tape.Like(input, shape.Elements), tape.Like(input, shape.Elements));
                return input;
        }

        var output = tape.MakeLike(input, shape.Elements);
        tape.Ran([kind is ActivationKind.Gelu or ActivationKind.Silu ? input : output], tape.Like(input, shape.Elements), tape.Like(input, shape.Elements));
        tape.Drop(input);
        return output;
    }

    /// <summary>A normalisation and an activation, which may be one operator; takes its input over.</summary>
    public static MemoryBlock Activated(this MemoryTape tape, MemoryBlock input, MapShape shape, NormalizationKind normalization, ActivationKind activation)
    {
        if (!tape.Mode.HasOwnKernels || (normalization, activation) != (NormalizationKind.Batch, ActivationKind.Relu))
            return tape.Activation(tape.Normalization(input, shape, normalization), shape, activation);
        tape.Parameter(shape.Channels);
        tape.Parameter(shape.Channels);

        // In place where nothing has to go back.
        if (!tape.IsFollowed)
            return input;
        var output = tape.Make(shape.Elements);
        tape.Ran([input], shape.Elements, shape.Elements);
        tape.Drop(input);
        return output;
    }

    /// <summary>Convolution, normalisation, activation, dropout. The input stays the caller's.</summary>
    public static MemoryBlock ConvBlock(this MemoryTape tape, MemoryBlock input, MapShape from, long outputs, ConvStyle style) =>
        tape.Block(RecomputedParts.Decoder, input, () => tape.Convolved(input, from, outputs, style, inputHasGradient: true));

    private static MemoryBlock Convolved(this MemoryTape tape, MemoryBlock input, MapShape from, long outputs, ConvStyle style, bool inputHasGradient, MemoryBlock? beside = null)
    {
        var to = from.With(outputs);
        var x = tape.Convolution(input, from, outputs, style.Kernel, inputHasGradient, beside);
        x = tape.Activated(x, to, style.Normalization, style.Activation);
        if (style.Dropout == 0 || !tape.IsTraining)
            return x;
        var mask = tape.MakeLike(x, to.Elements);
        var kept = tape.MakeLike(x, to.Elements);
        tape.Ran([mask], tape.Like(x, to.Elements), tape.Like(x, to.Elements));
        tape.Drop(mask);
        tape.Drop(x);
        return kept;
    }

    /// <summary>Two blocks in a row. The input stays the caller's.</summary>
    public static MemoryBlock DoubleConvBlock(this MemoryTape tape, MemoryBlock input, MapShape from, long outputs, ConvStyle style, bool inputHasGradient = true) =>
        tape.Block(RecomputedParts.Decoder, input, () =>
        {
            var between = tape.Convolved(input, from, outputs, style, inputHasGradient);
            var output = tape.Convolved(between, from.With(outputs), outputs, style, inputHasGradient: true);
            tape.Drop(between);
            return output;
        });

    /// <summary>Two blocks in a row on two maps side by side, which a large kernel reads where they lie; takes both over.</summary>
    public static MemoryBlock DoubleConvBlock(this MemoryTape tape, MemoryBlock first, MemoryBlock second, MapShape both, long outputs, ConvStyle style)
    {
        if (tape.Mode.HasOwnKernels && style.Kernel >= SmallestLargeKernel && !tape.IsRecomputed(RecomputedParts.Decoder))
        {
            var between = tape.Convolved(first, both, outputs, style, inputHasGradient: true, second);
            tape.Drop(first);
            tape.Drop(second);
            var output = tape.Convolved(between, both.With(outputs), outputs, style, inputHasGradient: true);
            tape.Drop(between);
            return output;
        }

        var joined = tape.Join(first, second, both);
        var merged = tape.DoubleConvBlock(joined, both, outputs, style);
        tape.Drop(joined);
        return merged;
    }

    /// <summary>Two maps side by side; takes both over. Their gradients are parts of the whole one's.</summary>
    public static MemoryBlock Join(this MemoryTape tape, MemoryBlock first, MemoryBlock second, MapShape both)
    {
        if (first.IsLowered != second.IsLowered)
            tape.Scratch(both.Elements / 2);
        var joined = first.IsLowered && second.IsLowered ? tape.MakeLowered(both.Elements) : tape.Make(both.Elements);
        tape.Drop(first);
        tape.Drop(second);
        return joined;
    }
}
