namespace Luciole.Kernels.Matrices;

/// <summary>How a product [M, K] x [K, N] is cut into parts for threads.</summary>
/// <param name="Rows">Parts along M.</param>
/// <param name="Columns">Parts along N.</param>
/// <param name="Depths">Parts along K; with more than one, sums of parts are added up at the end.</param>
internal readonly record struct ProductPartition(int Rows, int Columns, int Depths)
{
    // Cycles per element: copying one of A, transposing one of B, adding one of C.
    private const double LeftCost = 0.3;
    private const double RightCost = 0.8;
    private const double SumCost = 1;

    /// <summary>A product of fewer multiplications is not worth waking a thread for.</summary>
    private const double SmallestShared = 1 << 17;

    /// <summary>Parts in all.</summary>
    public int Parts => Rows * Columns * Depths;

    /// <summary>The cut with the least expected time on so many threads.</summary>
    public static ProductPartition Choose(int m, int n, int k, int tileRows, int tileColumns, int blockColumns, int threads)
    {
        var best = new ProductPartition(1, 1, 1);
        if (threads == 1 || (double)m * n * k < SmallestShared)
            return best;
        var (tilesM, tilesN) = (Ceiling(m, tileRows), Ceiling(n, tileColumns));
        var least = double.MaxValue;
        void Consider(int rows, int columns, int depths)
        {
            rows = Math.Min(rows, tilesM);
            columns = Math.Min(columns, tilesN);
            var (height, width, depth) = (Ceiling(tilesM, rows) * tileRows, Ceiling(tilesN, columns) * tileColumns, Ceiling(k, depths));
            var part = depth * ((height * (width / 16.0)) + (LeftCost * height * Ceiling(width, blockColumns)) + (RightCost * width));
            var cost = part * Ceiling(rows * columns * depths, threads);
            if (depths > 1)
                cost += SumCost * m * n * (1 + ((double)depths / threads));
            if (cost >= least)
                return;
            least = cost;
            best = new ProductPartition(rows, columns, depths);
        }

        for (var rows = 1; rows <= Math.Min(4 * threads, tilesM); rows++)
        {
            for (var wanted = threads; wanted <= 4 * threads; wanted *= 2)
                Consider(rows, Ceiling(wanted, rows), 1);
        }

        if (k >= 64 * threads)
            Consider(1, 1, threads);
        return best;
    }

    /// <summary>Where part <paramref name="index"/> of <paramref name="parts"/> begins along an axis of <paramref name="count"/> units.</summary>
    public static int Start(int count, int parts, int index) => (int)((long)count * index / parts);

    private static int Ceiling(int value, int divisor) => ((value - 1) / divisor) + 1;
}
