namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Which place of the source each pixel (y, x) of the result shows: <c>y' = YY y + YX x + OffsetY</c>, <c>x' = XY y + XX x + OffsetX</c>.</summary>
internal readonly record struct AffineMap(double YY, double YX, double XY, double XX, double OffsetY, double OffsetX)
{
    /// <summary>A linear map that keeps the image's centre ((n - 1) / 2) where it is.</summary>
    public static AffineMap AboutCentre(double yy, double yx, double xy, double xx, int height, int width)
    {
        var (y, x) = ((height - 1) / 2.0, (width - 1) / 2.0);
        return new AffineMap(yy, yx, xy, xx, y - ((yy * y) + (yx * x)), x - ((xy * y) + (xx * x)));
    }

    /// <summary>Turns the image counter-clockwise; exact for multiples of 90 degrees.</summary>
    public static AffineMap Rotation(double degrees, int height, int width)
    {
        var (sine, cosine) = SineAndCosine(degrees);
        return AboutCentre(cosine, sine, -sine, cosine, height, width);
    }

    /// <summary>Takes whole quarter turns out while the angle is still in degrees.</summary>
    private static (double Sine, double Cosine) SineAndCosine(double degrees)
    {
        var size = Math.Abs(degrees) % 360;
        var quarters = (int)((size + 45) / 90);
        var (sine, cosine) = Math.SinCos((size - (90 * quarters)) * (Math.PI / 180));
        for (; quarters > 0; quarters--)
            (sine, cosine) = (cosine, -sine);
        return (degrees < 0 ? -sine : sine, cosine);
    }
}
