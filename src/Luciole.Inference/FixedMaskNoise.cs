using Luciole.Data.RandomStreams;
using Luciole.Torch;

namespace Luciole.Inference;

/// <summary>
/// Noise for random masks that depends on a few numbers alone, so that a picture or a figure is the same whenever it is made, and
/// libtorch's generator does not move.
/// </summary>
public static class FixedMaskNoise
{
    /// <summary>Uniform numbers <c>[N, tokens]</c> on the processor, one row for each image.</summary>
    /// <param name="tokens">Tokens of an image.</param>
    /// <param name="seed">Names the noise.</param>
    /// <param name="images">Name each image, for instance by its number.</param>
    public static Tensor Draw(long tokens, long seed, ReadOnlySpan<long> images)
    {
        var noise = new float[images.Length * tokens];
        for (var n = 0; n < images.Length; n++)
        {
            var random = new SampleRandom(seed, images[n]);
            foreach (ref var value in noise.AsSpan((int)(n * tokens), (int)tokens))
                value = (float)random.NextDouble();
        }

        return Tensor.From(noise, images.Length, tokens);
    }
}
