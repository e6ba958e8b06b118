using Xunit;

namespace Luciole.Testing;

/// <summary>Comparisons of arrays with the tolerances that golden/README.md speaks of.</summary>
public static class Compare
{
    /// <summary>Largest absolute difference at most <paramref name="relative"/> times the largest expected magnitude.</summary>
    public static void RelativeToLargest(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double relative, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {actual.Length} values, expected {expected.Length}");
        double largest = 0, error = 0;
        var at = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            var difference = Math.Abs((double)expected[i] - actual[i]);
            if (!(difference <= error))
            {
                error = difference;
                at = i;
            }
        }

        Assert.True(error <= relative * largest, $"{what}: error {error:G4} at {at} ({actual[at]} for {expected[at]}), allowed {relative * largest:G4}");
    }

    /// <summary>L2 norm of the difference at most <paramref name="relative"/> times the L2 norm of the expected.</summary>
    public static void RelativeL2(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double relative, string what)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {actual.Length} values, expected {expected.Length}");
        double norm = 0, error = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            norm += (double)expected[i] * expected[i];
            error += ((double)expected[i] - actual[i]) * ((double)expected[i] - actual[i]);
        }

        Assert.True(Math.Sqrt(error) <= relative * Math.Sqrt(norm), $"{what}: relative L2 error {Math.Sqrt(error / norm):G4}, allowed {relative:G4}");
    }
}
