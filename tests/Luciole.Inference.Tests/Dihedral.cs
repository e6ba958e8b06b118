namespace Luciole.Inference.Tests;

/// <summary>The eight symmetries of the square as index arithmetic: a second implementation of what libtorch's turns and flips do.</summary>
internal static class Dihedral
{
    /// <summary>What multiplying by <paramref name="weights"/> becomes at each pixel in each of the eight orientations, turned back: <c>[8][pixels]</c>.</summary>
    /// <param name="weights">Weights <c>[side, side]</c>.</param>
    /// <param name="side">Pixels along a side.</param>
    public static float[][] Weights(float[] weights, int side) => Weights((y, x) => weights[(y * side) + x], side, side);

    /// <summary>The same for an image of any shape, whose turned patches meet the weights at their own place.</summary>
    public static float[][] Weights(Func<int, int, float> weightAt, int height, int width)
    {
        var all = new List<float[]>();
        for (var swap = 0; swap < 2; swap++)
        {
            for (var flipY = 0; flipY < 2; flipY++)
            {
                for (var flipX = 0; flipX < 2; flipX++)
                {
                    var one = new float[height * width];
                    for (var y = 0; y < height; y++)
                    {
                        for (var x = 0; x < width; x++)
                        {
                            var (u, v) = (flipY == 1 ? height - 1 - y : y, flipX == 1 ? width - 1 - x : x);
                            one[(y * width) + x] = swap == 1 ? weightAt(v, u) : weightAt(u, v);
                        }
                    }

                    all.Add(one);
                }
            }
        }

        return [.. all];
    }

    /// <summary>One value from the eight at a pixel.</summary>
    public static float Merge(IEnumerable<float> eight, OrientationMerge merge) => merge switch
    {
        OrientationMerge.Minimum => eight.Min(),
        OrientationMerge.Maximum => eight.Max(),
        _ => eight.Average(),
    };
}
