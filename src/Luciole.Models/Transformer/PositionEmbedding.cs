using Luciole.Torch;
using Luciole.Torch.Modules;

namespace Luciole.Models.Transformer;

/// <summary>Position embeddings <c>[1, grid^2 + 1, D]</c>; row 0 belongs to the class token.</summary>
public static class PositionEmbedding
{
    private const double StandardDeviation = 0.02;
    private const double LongestWavelength = 10000;

    /// <summary>The values that a new model starts with.</summary>
    public static Tensor Create(PositionEmbeddingKind kind, long grid, long width)
    {
        var tensor = Tensor.Zeros([1, (grid * grid) + 1, width]);
        if (kind == PositionEmbeddingKind.SineCosine)
            FillSineCosine(tensor.AsSpan<float>(), (int)grid, (int)width);
        else if (kind != PositionEmbeddingKind.Zero)
            Initialization.Normal(tensor, StandardDeviation);
        return tensor;
    }

    // First half of a token's features: its column, second half: its row; each half sines, then cosines, of geometrically
    // growing wavelengths. The class token has zeros.
    private static void FillSineCosine(Span<float> values, int grid, int width)
    {
        var quarter = width / 4;
        for (var row = 0; row < grid; row++)
        {
            for (var column = 0; column < grid; column++)
            {
                var token = values.Slice(((row * grid) + column + 1) * width, width);
                for (var i = 0; i < quarter; i++)
                {
                    var frequency = 1 / Math.Pow(LongestWavelength, (double)i / quarter);
                    token[i] = (float)Math.Sin(column * frequency);
                    token[quarter + i] = (float)Math.Cos(column * frequency);
                    token[(2 * quarter) + i] = (float)Math.Sin(row * frequency);
                    token[(3 * quarter) + i] = (float)Math.Cos(row * frequency);
                }
            }
        }
    }
}
