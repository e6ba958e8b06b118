using Luciole.Files;

namespace Luciole.Models;

/// <summary>What several models ask of their options. Each failure names the option and its configuration key, and the nearest valid values.</summary>
internal static class OptionChecks
{
    private const long Largest = 65536;
    private const long MostEmbeddingElements = 1L << 30;

    public static void Positive(params ReadOnlySpan<(string What, long Value)> options)
    {
        foreach (var (what, value) in options)
        {
            if (value is < 1 or > Largest)
                throw new InputException($"The {what} is {value}; it must lie between 1 and {Largest}.");
        }
    }

    public static void Probability(string what, double value)
    {
        if (!(value >= 0 && value < 1))
            throw new InputException($"The {what} is {value}; it must be at least 0 and below 1.");
    }

    public static void Kernel(string what, long kernel)
    {
        if (kernel % 2 == 0)
            throw new InputException($"The {what} is {kernel}, which has no middle; the nearest sizes that fit are {kernel - 1} and {kernel + 1}.");
    }

    public static void Heads(string heads, long count, string width, long features)
    {
        if (features % count != 0)
        {
            throw new InputException(
                $"The {count} {heads} do not divide the {width}, {features}; the nearest numbers of heads that fit are {Nearest.Divisors(features, count)}.");
        }
    }

    public static void Epsilon(string what, double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new InputException($"The {what} is {value}; it must be a small positive number such as 1e-5.");
    }

    /// <summary>The width of a perceptron's middle, <c>int(width * ratio)</c>.</summary>
    public static long Hidden(string what, long width, double ratio)
    {
        var hidden = width * ratio;
        if (!(hidden >= 1 && hidden <= Largest))
            throw new InputException($"The {what} is {ratio}, which makes a perceptron of {hidden} features from a width of {width}; it is usually 4.");
        return (long)hidden;
    }

    /// <summary>The image must be whole tokens, and the position embedding must be possible.</summary>
    public static void Grid(long image, long token, long width, Transformer.PositionEmbeddingKind positions)
    {
        if (image % token != 0)
        {
            throw new InputException(
                $"The image size (DATA.PATCH_SIZE), {image}, is not a multiple of the token size (MODEL.VIT_TOKEN_SIZE), {token}; the nearest sizes that fit are {Nearest.Multiples(image, token)}.");
        }

        if (positions == Transformer.PositionEmbeddingKind.SineCosine && width % 4 != 0)
        {
            throw new InputException(
                $"The transformer's width, {width}, cannot hold sines and cosines of rows and columns; the nearest widths that fit are {Nearest.Multiples(width, 4)}.");
        }

        var grid = image / token;
        if (((grid * grid) + 1) * width > MostEmbeddingElements)
            throw new InputException($"An image of {image} x {image} pixels in tokens of {token} makes {grid * grid} tokens of {width} features, which is too many; use a smaller image or larger tokens.");
    }
}
