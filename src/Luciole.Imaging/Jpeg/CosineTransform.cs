namespace Luciole.Imaging.Jpeg;

/// <summary>The discrete cosine transform of 8 x 8 pixels, orthonormal, rows and columns one after the other.</summary>
internal static class CosineTransform
{
    // Half the cosine of k pi / 16.
    private const float C1 = 0.49039264f;
    private const float C2 = 0.46193977f;
    private const float C3 = 0.41573481f;
    private const float C4 = 0.35355339f;
    private const float C5 = 0.27778512f;
    private const float C6 = 0.19134172f;
    private const float C7 = 0.09754516f;

    /// <summary>Transforms in place, <c>[row, X]</c>.</summary>
    public static void Forward(Span<float> block)
    {
        for (var y = 0; y < 64; y += 8)
            Line(block[y..], 1);
        for (var x = 0; x < 8; x++)
            Line(block[x..], 8);
    }

    private static void Line(Span<float> v, int step)
    {
        var last = v[7 * step];
        var (s0, d0) = (v[0] + last, v[0] - last);
        var (s1, d1) = (v[step] + v[6 * step], v[step] - v[6 * step]);
        var (s2, d2) = (v[2 * step] + v[5 * step], v[2 * step] - v[5 * step]);
        var (s3, d3) = (v[3 * step] + v[4 * step], v[3 * step] - v[4 * step]);
        v[0] = C4 * (s0 + s1 + s2 + s3);
        v[4 * step] = C4 * (s0 - s1 - s2 + s3);
        v[2 * step] = (C2 * (s0 - s3)) + (C6 * (s1 - s2));
        v[6 * step] = (C6 * (s0 - s3)) - (C2 * (s1 - s2));
        v[step] = (C1 * d0) + (C3 * d1) + (C5 * d2) + (C7 * d3);
        v[3 * step] = (C3 * d0) - (C7 * d1) - (C1 * d2) - (C5 * d3);
        v[5 * step] = (C5 * d0) - (C1 * d1) + (C7 * d2) + (C3 * d3);
        v[7 * step] = (C7 * d0) - (C5 * d1) + (C3 * d2) - (C1 * d3);
    }
}
