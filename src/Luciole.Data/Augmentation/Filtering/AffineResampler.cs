namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Reads an image at the places an affine map names, in double precision, in the manner of SciPy's <c>affine_transform</c>.</summary>
internal static class AffineResampler
{
    /// <summary>Fills the result, which has the size of the source.</summary>
    public static unsafe void Resample(
        ReadOnlySpan<float> source, Span<float> result, int height, int width, int channels, in AffineMap map, BorderRule border, Interpolation interpolation)
    {
        fixed (float* from = source, to = result)
        {
            var out1 = to;
            for (var y = 0; y < height; y++)
            {
                var rowY = map.OffsetY + (map.YY * y);
                var rowX = map.OffsetX + (map.XY * y);
                for (var x = 0; x < width; x++, out1 += channels)
                {
                    var atY = rowY + (map.YX * x);
                    var atX = rowX + (map.XX * x);
                    if (interpolation == Interpolation.Linear && atY >= 0 && atX >= 0 && atY < height - 1 && atX < width - 1)
                    {
                        var (top, left) = ((int)atY, (int)atX);
                        var (down, right) = ((float)(atY - top), (float)(atX - left));
                        Blend(from + (((top * width) + left) * channels), channels, width * channels, down, right, out1, channels);
                    }
                    else
                    {
                        Edge(from, height, width, channels, Border.Position(atY, height, border), Border.Position(atX, width, border), interpolation, out1);
                    }
                }
            }
        }
    }

    private static unsafe void Blend(float* corner, int stepX, int stepY, float down, float right, float* result, int channels)
    {
        for (var c = 0; c < channels; c++, corner++)
        {
            var upper = *corner + (right * (corner[stepX] - *corner));
            var lower = corner[stepY] + (right * (corner[stepX + stepY] - corner[stepY]));
            result[c] = upper + (down * (lower - upper));
        }
    }

    private static unsafe void Edge(float* image, int height, int width, int channels, double atY, double atX, Interpolation interpolation, float* result)
    {
        if (double.IsNaN(atY) || double.IsNaN(atX))
        {
            new Span<float>(result, channels).Clear();
            return;
        }

        var half = interpolation == Interpolation.Nearest ? 0.5 : 0;
        var (floorY, floorX) = (Math.Floor(atY + half), Math.Floor(atX + half));
        var (top, left) = (Math.Clamp((int)floorY, 0, height - 1), Math.Clamp((int)floorX, 0, width - 1));
        var (bottom, right) = (Math.Clamp((int)floorY + 1, 0, height - 1), Math.Clamp((int)floorX + 1, 0, width - 1));
        var (fractionY, fractionX) = interpolation == Interpolation.Nearest ? (0f, 0f) : ((float)(atY - floorY), (float)(atX - floorX));
        Blend(image + (((top * width) + left) * channels), (right - left) * channels, (bottom - top) * width * channels, fractionY, fractionX, result, channels);
    }
}
