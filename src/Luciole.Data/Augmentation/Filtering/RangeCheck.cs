using Luciole.Files;

namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Refuses settings of augmentations that make no sense.</summary>
internal static class RangeCheck
{
    /// <summary>Refuses a range that is turned around or leaves the allowed one.</summary>
    /// <exception cref="InputException">Names the key and the allowed range.</exception>
    public static void Range(string key, double lower, double upper, double smallest, double largest)
    {
        if (!(lower >= smallest && upper <= largest && lower <= upper))
            throw new InputException($"AUGMENTOR.{key}: ({lower}, {upper}) is not a range of numbers from {smallest} to {largest}; give the smaller number first and stay within them.");
    }

    /// <summary>Refuses a number outside the allowed range.</summary>
    /// <exception cref="InputException">Names the key and the allowed range.</exception>
    public static void Number(string key, double value, double smallest, double largest)
    {
        if (!(value >= smallest && value <= largest))
            throw new InputException($"AUGMENTOR.{key}: {value} is not a number from {smallest} to {largest}; change it.");
    }
}
