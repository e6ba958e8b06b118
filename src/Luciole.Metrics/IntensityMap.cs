using System.Numerics;

namespace Luciole.Metrics;

/// <summary>A line that intensities are sent along on their way into a figure, <c>(v - offset) * factor</c>, with or without clamping to [0, 1].</summary>
internal readonly record struct IntensityMap(double Offset, double Factor, bool Clamps)
{
    public static IntensityMap Identity { get; } = new(0, 1, Clamps: false);

    /// <summary>The map of so many values, in double precision.</summary>
    public void Apply(ReadOnlySpan<float> values, Span<double> mapped)
    {
        var done = 0;
        for (; done <= values.Length - Vector<float>.Count; done += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[done..]), out var lower, out var upper);
            Of(lower).CopyTo(mapped[done..]);
            Of(upper).CopyTo(mapped[(done + Vector<double>.Count)..]);
        }

        for (; done < values.Length; done++)
            mapped[done] = Of(new Vector<double>(values[done]))[0];
    }

    public Vector<double> Of(Vector<double> values)
    {
        var mapped = (values - new Vector<double>(Offset)) * new Vector<double>(Factor);
        return Clamps ? Vector.Min(Vector.Max(mapped, Vector<double>.Zero), Vector<double>.One) : mapped;
    }
}
