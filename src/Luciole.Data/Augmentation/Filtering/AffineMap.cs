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
        var (cosine, sine) = (CosineOf(degrees), CosineOf(degrees - 90));
        return AboutCentre(cosine, sine, -sine, cosine, height, width);
    }

    private static double CosineOf(double degrees)
    {
        var turned = Math.Abs(degrees) % 360;
        return turned switch
        {
            0 => 1,
            90 or 270 => 0,
            180 => -1,
            _ => Math.Cos(turned * (Math.PI / 180)),
        };
    }
}
