using Luciole.Files;

namespace Luciole.Data.Patches;

/// <summary>The positions of patches along one axis: as few as cover it with the overlap asked for, spread evenly in whole pixels.</summary>
internal static class PatchAxis
{
    /// <summary>
    /// First pixels of the patches, in the coordinates of the padded image; the same numbers are those of the cores in the image.
    /// </summary>
    /// <exception cref="InputException">The axis cannot be covered with such patches.</exception>
    public static int[] Starts(string axis, int size, int patch, double overlap, int padding)
    {
        if (patch < 1)
            throw new InputException($"DATA.PATCH_SIZE: {patch} pixels along {axis}; give at least 1.");
        if (padding < 0 || (padding > 0 && padding >= patch / 2))
            throw new InputException($"PADDING: {padding} pixels along {axis} leave nothing of a patch of {patch}; give 0 to {Math.Max(0, (patch / 2) - 1)}.");
        if (patch > size)
            throw new InputException($"DATA.PATCH_SIZE: {patch} pixels along {axis} are more than the image's {size}; reduce it or set DATA.REFLECT_TO_COMPLETE_SHAPE.");
        if (!(overlap is >= 0 and < 1))
            throw new InputException($"OVERLAP: {overlap} along {axis} is not a fraction; give a number from 0 up to but not including 1.");

        var core = patch - (2 * padding);
        var step = overlap == 0 ? core : (int)(core * (1 - overlap));
        if (step < 1)
            throw new InputException($"OVERLAP: {overlap} along {axis} leaves no step between cores of {core} pixels; reduce it.");

        var count = (int)(((long)size + step - 1) / step);
        if (count == 1)
            return [0];
        var excess = (int)(((long)(count - 1) * step) + core - size);
        step -= excess / (count - 1);
        var remainder = excess % (count - 1);
        var starts = new int[count];
        for (var i = 0; i < count; i++)
        {
            // Strong overlaps on small images would put patches left of the image; they belong at its edge.
            starts[i] = Math.Max(0, (i * step) - ((i * step) + core >= size ? remainder : 0));
        }

        return starts;
    }
}
