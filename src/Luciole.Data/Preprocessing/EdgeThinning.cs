namespace Luciole.Data.Preprocessing;

/// <summary>Keeps the crests of edges: pixels no weaker than what lies before and behind them along their gradient.</summary>
internal static class EdgeThinning
{
    /// <summary>Whether each pixel <c>[Y, X]</c> is a crest; those at the image's border are none.</summary>
    /// <param name="across">The gradient along rows.</param>
    /// <param name="down">The gradient along columns.</param>
    /// <param name="strength">Its length.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static bool[] Keep(double[] across, double[] down, double[] strength, int height, int width)
    {
        var crests = new bool[strength.Length];
        for (var y = 1; y < height - 1; y++)
        {
            for (var x = 1; x < width - 1; x++)
            {
                var i = (y * width) + x;
                if (strength[i] > 0)
                    crests[i] = IsCrest(across[i], down[i], strength, i, width);
            }
        }

        return crests;
    }

    // The place one pixel away along the gradient lies between a direct neighbour and a diagonal one.
    private static bool IsCrest(double across, double down, double[] strength, int i, int width)
    {
        var (steep, flat) = (Math.Abs(down), Math.Abs(across));
        var vertical = steep >= flat;
        var direct = vertical ? width : 1;
        var diagonal = across * down >= 0 ? width + 1 : vertical ? width - 1 : 1 - width;
        var part = vertical ? flat / steep : steep / flat;
        double Beside(int sign) => (strength[i + (sign * diagonal)] * part) + (strength[i + (sign * direct)] * (1 - part));
        return Beside(1) <= strength[i] && Beside(-1) <= strength[i];
    }
}
