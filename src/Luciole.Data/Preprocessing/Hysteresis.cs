namespace Luciole.Data.Preprocessing;

/// <summary>Two thresholds: weak edges count where they are connected with a strong one.</summary>
internal static class Hysteresis
{
    /// <summary>The crests <c>[Y, X]</c> from <paramref name="low"/> on that reach one from <paramref name="high"/> on, by sides or corners.</summary>
    public static bool[] Keep(bool[] crests, double[] strength, int height, int width, double low, double high)
    {
        var kept = new bool[crests.Length];
        var waiting = new Stack<int>();
        for (var i = 0; i < crests.Length; i++)
        {
            if (crests[i] && strength[i] >= high && strength[i] >= low && !kept[i])
            {
                kept[i] = true;
                waiting.Push(i);
            }

            while (waiting.TryPop(out var at))
            {
                for (var y = Math.Max(0, (at / width) - 1); y <= Math.Min(height - 1, (at / width) + 1); y++)
                {
                    for (var x = Math.Max(0, (at % width) - 1); x <= Math.Min(width - 1, (at % width) + 1); x++)
                    {
                        var near = (y * width) + x;
                        if (kept[near] || !crests[near] || strength[near] < low)
                            continue;
                        kept[near] = true;
                        waiting.Push(near);
                    }
                }
            }
        }

        return kept;
    }
}
