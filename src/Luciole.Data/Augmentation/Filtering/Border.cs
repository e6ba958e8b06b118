namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Where a place outside a line of pixels is to be read.</summary>
internal static class Border
{
    /// <summary>The pixel that stands for pixel <paramref name="index"/> of a line of <paramref name="length"/>; -1 for the constant.</summary>
    public static int Index(int index, int length, BorderRule rule)
    {
        if ((uint)index < (uint)length)
            return index;
        switch (rule)
        {
            case BorderRule.Constant:
                return -1;
            case BorderRule.Nearest:
                return index < 0 ? 0 : length - 1;
            case BorderRule.Wrap:
                return Modulo(index, length);
            case BorderRule.Reflect:
                var place = Modulo(index, 2 * length);
                return place < length ? place : (2 * length) - 1 - place;
            default:
                if (length == 1)
                    return 0;
                place = Modulo(index, (2 * length) - 2);
                return place < length ? place : (2 * length) - 2 - place;
        }
    }

    /// <summary>
    /// The position between pixels that stands for <paramref name="position"/>, within half a pixel of the line; NaN for the constant.
    /// The periods are SciPy's: 2n about edges, 2n - 2 about centres, n - 1 for wrap.
    /// </summary>
    public static double Position(double position, int length, BorderRule rule)
    {
        if (position >= 0 && position <= length - 1)
            return position;
        if (rule == BorderRule.Constant)
            return double.NaN;
        if (length == 1)
            return 0;
        switch (rule)
        {
            case BorderRule.Nearest:
                return position < 0 ? 0 : length - 1;
            case BorderRule.Wrap:
                // A whole number of periods before the line is its last pixel, not its first.
                var place = Modulo(position, length - 1);
                return place == 0 && position < 0 ? length - 1 : place;
            case BorderRule.Reflect:
                return Fold(position + 0.5, length) - 0.5;
            default:
                return Fold(position, length - 1);
        }
    }

    /// <summary>Mirrors a position at 0 and at <paramref name="end"/> until it lies between.</summary>
    private static double Fold(double position, int end)
    {
        var place = Math.Abs(position);
        if (place > end)
            place = (2 * end) - place;
        if (place >= 0)
            return place;
        place = Modulo(position, 2 * end);
        return place <= end ? place : (2 * end) - place;
    }

    private static int Modulo(int value, int period)
    {
        var rest = value % period;
        return rest < 0 ? rest + period : rest;
    }

    private static double Modulo(double value, double period) => value - (period * Math.Floor(value / period));
}
