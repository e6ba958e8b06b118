namespace Luciole.Data.Augmentation.Filtering;

/// <summary>For every row (or column) of a result: the two rows of the source that it lies between, and how far it is to the second.</summary>
internal sealed class AxisTable(int count)
{
    /// <summary>Rows of the result.</summary>
    public int Count => First.Length;

    /// <summary>The first row of the source; -1 where the result is 0.</summary>
    public int[] First { get; } = new int[count];

    /// <summary>The second row.</summary>
    public int[] Second { get; } = new int[count];

    /// <summary>The second row's weight.</summary>
    public float[] Fraction { get; } = new float[count];

    /// <summary>Part of a line that is resized linearly, edges on edges.</summary>
    /// <param name="length">Pixels of the source.</param>
    /// <param name="resized">Pixels it is resized to.</param>
    /// <param name="start">The first resized pixel wanted; may lie outside.</param>
    /// <param name="count">Pixels wanted.</param>
    /// <param name="border">What lies outside of the resized line.</param>
    public static AxisTable Linear(int length, int resized, int start, int count, BorderRule border)
    {
        var table = new AxisTable(count);
        for (var i = 0; i < count; i++)
        {
            var index = Border.Index(start + i, resized, border);
            var position = index < 0 ? 0 : Border.Position(((index + 0.5) * length / resized) - 0.5, length, BorderRule.Mirror);
            table.First[i] = index < 0 ? -1 : (int)position;
            table.Second[i] = Math.Min((int)position + 1, length - 1);
            table.Fraction[i] = (float)(position - (int)position);
        }

        return table;
    }

    /// <summary>A line resized to the nearest pixels.</summary>
    public static AxisTable Nearest(int length, int resized)
    {
        var table = new AxisTable(resized);
        for (var i = 0; i < resized; i++)
            table.First[i] = table.Second[i] = (int)((i + 0.5) * length / resized);
        return table;
    }

    /// <summary>A line moved by whole pixels.</summary>
    public static AxisTable Shifted(int length, int shift, BorderRule border)
    {
        var table = new AxisTable(length);
        for (var i = 0; i < length; i++)
            table.First[i] = table.Second[i] = Border.Index(i - shift, length, border);
        return table;
    }
}
