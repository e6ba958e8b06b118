namespace Luciole.Data.Patches;

/// <summary>Mirroring about the edge pixel without repeating it (NumPy's <c>reflect</c>), back and forth as often as need be.</summary>
public static class Reflection
{
    /// <summary>The index in [0, <paramref name="size"/>) whose pixel stands at <paramref name="index"/>, which may lie outside.</summary>
    public static int Index(int index, int size)
    {
        if ((uint)index < (uint)size)
            return index;
        if (size == 1)
            return 0;
        var period = 2 * (size - 1);
        var phase = index % period;
        if (phase < 0)
            phase += period;
        return phase < size ? phase : period - phase;
    }
}
